import Crypto

/// A place in the feed as it is shown to some, opaque to clients and understood by every instance of the gateway.
struct FeedCursor: Hashable, Sendable {
    /// Whose it is: ``LiveView/mark``. Empty for one that another version has made, which is of no feed that is known.
    let mark: String
    /// The sequence of the last item seen.
    let sequence: Int64

    private static let version = 2

    init(mark: String, sequence: Int64) {
        self.mark = mark
        self.sequence = sequence
    }

    /// Nil for text that is no cursor.
    init?(_ text: String) {
        guard let bytes = Base64.decode(text, .urlWithoutPadding) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: ".")
        guard parts.count > 1, let version = Int(parts[0]), version > 0 else { return nil }
        guard version == Self.version else {
            self.init(mark: "", sequence: 0)
            return
        }
        guard parts.count == 3, let sequence = Int64(parts[2]), sequence >= 0 else { return nil }
        self.init(mark: String(parts[1]), sequence: sequence)
    }

    var text: String {
        Base64.encode(Array("\(Self.version).\(mark).\(sequence)".utf8), .urlWithoutPadding)
    }
}
