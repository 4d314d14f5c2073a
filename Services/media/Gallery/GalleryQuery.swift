import Store

/// The statements of `gallery.sql`.
enum GalleryQuery: String, StatementName {
    case list
    case show
    case home
    case add
    case pin
    case update
    case remove
    case unpin

    static let file = StatementFile(PackageResources.gallery_sql)
}
