import Contracts
import Crypto
import FoundationEssentials

extension SendMessage {
    /// Of what is sent: a reference that comes again with another one is used for something else. Where it is sent to is
    /// compared by the person, who may have several addresses.
    ///
    /// A file counts by its kind, name and length: bytes that are sent again are stored again, under another id.
    var digest: String {
        var content = content
        content.media?.id = MediaID(trusted: "")
        content.media?.state = .ready
        let parts = Parts(content: content, replyTo: replyTo)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Empty matches by what the message tells.
        guard let bytes = try? encoder.encode(parts) else { return "" }
        return SHA256.hex(of: Array(bytes))
    }

    private struct Parts: Encodable {
        let content: OutgoingContent
        let replyTo: String?
    }
}
