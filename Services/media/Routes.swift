import Contracts
import HTTPServer

/// The data plane: bytes in and out.
func routes(_ objects: ObjectHandlers, _ thumbnails: ThumbnailHandlers) throws -> Routes {
    var router = Router<DataPlaneAccess, Void>(
        title: "Mynah media",
        version: "1",
        authenticate: objects.authenticate
    )
    router.raw(.get, "/objects/{workspace}/{media}", .signed, "A file", objects.get)
    router.raw(.get, "/thumbnails/{workspace}/{media}/{size}", .signed, "A small picture of one", thumbnails.get)
    router.raw(
        .put,
        "/objects/{workspace}/{media}",
        .signed,
        "Store a file",
        limit: MediaDataPlane.limit,
        objects.put
    )
    return try router.build()
}
