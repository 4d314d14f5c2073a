import Contracts
import HTTPServer

/// Files and the gallery.
extension RouteTable {
    func addMedia(to router: inout Router<Access, Caller>) {
        let (view, edit) = (Access.may(.view, .chats), Access.may(.edit, .chats))
        // A redirection when browsers reach the media service, 206 and 304 when a part or a newer one was asked for.
        let further = [206, 302, 304]
        router.raw(
            .get,
            "/api/waha/media",
            view,
            "A file by ?id=",
            query: FileQuery.self,
            furtherStatuses: further,
            produces: "*/*",
            media.downloadByQuery
        )
        router.raw(
            .get,
            "/api/media/{id}",
            view,
            "A file",
            furtherStatuses: further,
            produces: "*/*",
            media.download
        )
        router.raw(
            .get,
            "/api/media/{id}/thumbnail",
            view,
            "A small picture of one",
            query: ThumbnailQuery.self,
            furtherStatuses: [302, 304],
            produces: "image/*",
            media.thumbnail
        )
        router.on(.get, "/api/media/{id}/info", view, "What is known of a file", media.describe)
        router.on(.post, "/api/media/{id}/retry", edit, "Have a lost file fetched again", media.retry)
        router.on(.post, "/api/media/{id}/voice", edit, "Make a voice note of a recording", media.makeVoice)
        router.upload(
            "/api/media",
            edit,
            "Upload a file, as the body or in a form",
            limit: MediaDataPlane.limit,
            media.upload
        )
        router.on(.post, "/api/media/fetch", edit, "Store a file from the internet", status: 201, media.fetch)
    }

    func addGallery(to router: inout Router<Access, Caller>) {
        let (view, edit) = (Access.may(.view, .chats), Access.may(.edit, .chats))
        router.on(.get, "/api/gallery", view, "Files to send again and again, newest first", gallery.list)
        router.on(.post, "/api/gallery", edit, "Put a stored file into the gallery", status: 201, gallery.add)
        router.on(.get, "/api/gallery/{id}", view, "One file of the gallery", gallery.show)
        router.on(.put, "/api/gallery/{id}", edit, "Change its title and tags", gallery.update)
        router.on(.delete, "/api/gallery/{id}", edit, "Take it out of the gallery", gallery.remove)
        router.on(.get, "/api/media/retention", view, "For how many days files are kept", retention.show)
        router.on(.put, "/api/media/retention", .may(.edit, .channels), "Set that", retention.set)
    }
}
