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
        createdAt = try row.get("created_at")
    }

    /// The hash of its bytes.
    /// - Throws: 409 `media_not_ready` when they are not here.
    func contentIfReady() throws(Problem) -> String {
        guard state == .ready, let sha256 else {
            let isComing = state == .pending
            throw Problem(
                409,
                "media_not_ready",
                error ?? "The file is still on its way; try again.",
                retryAfter: isComing ? 1 : nil
            )
        }
        return sha256
    }
}
