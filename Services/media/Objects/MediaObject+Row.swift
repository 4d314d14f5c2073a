import Contracts
import Store

extension MediaState: SQLBindable, SQLReadable {}

extension MediaObject {
    /// - Parameter row: of ``MediaQuery/show``.
    init(_ row: Row) throws(StoreError) {
        self.init(id: try row.get("id"), state: try row.get("state"))
        mimetype = try row.get("mimetype")
        filename = try row.get("filename")
        size = try row.get("size")
        sha256 = try row.get("sha256")
        error = try row.get("error")
    }
}
