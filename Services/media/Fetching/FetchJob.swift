import Contracts
import Store

/// A file to fetch.
struct FetchJob: Sendable {
    let workspace: WorkspaceID
    let media: MediaID
    let channel: ChannelID
    /// The message, in the provider's words.
    let chat: String
    let message: String
    /// Where the provider said it is; nil when it has to be asked.
    let url: String?
    /// Attempts made before this one.
    let attempts: Int
    let deadline: Timestamp

    /// - Parameter row: of ``MediaQuery/dueFetches``.
    init(_ row: Row) throws(StoreError) {
        workspace = try row.get("workspace")
        media = try row.get("media")
        channel = try row.get("channel")
        chat = try row.get("chat")
        message = try row.get("message")
        url = try row.get("url")
        attempts = try row.get("attempts")
        deadline = try row.get("deadline")
    }
}

/// Why a fetch came to nothing.
enum FetchFailure: Error {
    /// Worth another try.
    case passing(String)
    /// The provider has deleted the file.
    case expired
    case lasting(String)
}
