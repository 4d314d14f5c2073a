/// The paths of the media service's own HTTP listener, where bytes travel.
///
/// Every URL is signed with the cluster's key for `media-url`, good for minutes and for its method; the workspace is part
/// of what is signed.
/// - `GET /objects/{workspace}/{media}`: the bytes, with Range and ETag, under the name they were stored with.
/// - `GET /thumbnails/{workspace}/{media}/{size}`: a small picture of one.
/// - `PUT /objects/{workspace}/{media}`: stores the body (`Content-Type`, ``filenameHeader``, ``uploaderHeader``), answers
///   the ``MediaObject``.
package enum MediaDataPlane {
    package static func path(workspace: WorkspaceID, media: MediaID) -> String {
        "/objects/\(workspace)/\(media)"
    }

    /// - Parameter size: one of ``thumbnailSizes``.
    package static func thumbnailPath(workspace: WorkspaceID, media: MediaID, size: Int) -> String {
        "/thumbnails/\(workspace)/\(media)/\(size)"
    }

    /// The lengths of thumbnails' longer edges, in pixels; a smaller picture is not made larger.
    package static let thumbnailSizes = [96, 320]

    /// The name of the key that signs, for `ClusterKey.derive`.
    package static let key = "media-url"

    /// The file's own name in UTF-8, without control characters; up to 255 bytes.
    package static let filenameHeader = "mynah-filename"

    /// Who puts the file in: ``Uploader/text``; absent when it is nobody of the staff.
    package static let uploaderHeader = "mynah-uploader"

    /// The most bytes of one file over WAHA (ruling 17).
    package static let limit = 16 * 1024 * 1024
}
