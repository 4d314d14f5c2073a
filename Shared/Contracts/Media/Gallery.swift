/// A file that the workspace keeps, to be sent again and again. Retention does not touch it.
package struct GalleryItem: Codable, Hashable, Sendable {
    package var id: GalleryItemID
    package var title: String
    package var tags: [String]
    package var type: MediaClass
    /// What `file.mediaId` of a message takes.
    package var media: MediaObject
    package var uploadedBy: StaffID?
    package var createdAt: Timestamp

    package init(
        id: GalleryItemID,
        title: String,
        tags: [String],
        type: MediaClass,
        media: MediaObject,
        uploadedBy: StaffID?,
        createdAt: Timestamp
    ) {
        self.id = id
        self.title = title
        self.tags = tags
        self.type = type
        self.media = media
        self.uploadedBy = uploadedBy
        self.createdAt = createdAt
    }
}

/// What people write about a file of the gallery.
package struct GalleryFields: Codable, Hashable, Sendable {
    /// 1 to 128 characters.
    package var title: String
    /// Up to 20, each of 1 to 40 characters, without commas; none when absent.
    package var tags: [String]?

    package init(title: String, tags: [String]? = nil) {
        self.title = title
        self.tags = tags
    }
}

/// The workspace's gallery, newest first.
package struct ListGallery: Request {
    package typealias Reply = Page<GalleryItem>
    package static let name = "media.gallery.list"
    package static let service = ServiceName.media
    package var laneKey: String? { nil }

    /// A part of a title or of a tag, up to 128 characters, in any case.
    package var search: String?
    package var type: MediaClass?
    /// 1 to 100.
    package var limit: Int
    package var cursor: String?

    package init(search: String? = nil, type: MediaClass? = nil, limit: Int = 50, cursor: String? = nil) {
        self.search = search
        self.type = type
        self.limit = limit
        self.cursor = cursor
    }
}

/// One file of the gallery. Throws `not_found`.
package struct ShowGalleryItem: Request {
    package typealias Reply = GalleryItem
    package static let name = "media.gallery.show"
    package static let service = ServiceName.media
    package var laneKey: String? { nil }

    package var item: GalleryItemID

    package init(item: GalleryItemID) {
        self.item = item
    }
}

/// Puts a stored file into the gallery. Throws `not_found`, `media_not_ready`, and `conflict` when it is there already.
package struct AddToGallery: Request {
    package typealias Reply = GalleryItem
    package static let name = "media.gallery.add"
    package static let service = ServiceName.media
    package var laneKey: String? { media.text }

    package var media: MediaID
    package var fields: GalleryFields
    package var by: StaffID?

    package init(media: MediaID, fields: GalleryFields, by: StaffID?) {
        self.media = media
        self.fields = fields
        self.by = by
    }
}

/// Changes what is written about a file of the gallery. Throws `not_found`.
package struct UpdateGalleryItem: Request {
    package typealias Reply = GalleryItem
    package static let name = "media.gallery.update"
    package static let service = ServiceName.media
    package var laneKey: String? { item.text }

    package var item: GalleryItemID
    package var fields: GalleryFields

    package init(item: GalleryItemID, fields: GalleryFields) {
        self.item = item
        self.fields = fields
    }
}

/// Takes a file out of the gallery; the file itself stays for as long as retention says, from now on. Throws `not_found`.
package struct RemoveFromGallery: Request {
    package typealias Reply = Done
    package static let name = "media.gallery.remove"
    package static let service = ServiceName.media
    package var laneKey: String? { item.text }

    package var item: GalleryItemID

    package init(item: GalleryItemID) {
        self.item = item
    }
}
