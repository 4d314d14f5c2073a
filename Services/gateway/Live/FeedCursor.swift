import Crypto

/// A place in a workspace's feed, opaque to clients and understood by every instance of the gateway.
struct FeedCursor: Hashable, Sendable {
    /// The sequence of the last item seen.
    let sequence: Int64

    init(sequence: Int64) {
        self.sequence = sequence
    }

    /// Nil for text that is no cursor.
    init?(_ text: String) {
        guard let bytes = Base64.decode(text, .urlWithoutPadding) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: ".")
        guard parts.count == 2, parts[0] == "1", let sequence = Int64(parts[1]), sequence >= 0 else { return nil }
        self.sequence = sequence
    }

    var text: String {
        Base64.encode(Array("1.\(sequence)".utf8), .urlWithoutPadding)
    }
}
