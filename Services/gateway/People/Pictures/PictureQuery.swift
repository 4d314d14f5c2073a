import Store

/// The statements of `pictures.sql`.
enum PictureQuery: String, StatementName {
    case picture
    case put = "put-picture"

    static let file = StatementFile(PackageResources.pictures_sql)
}
