import FoundationEssentials

/// A place in a list, opaque to clients: the second and the message that the next page begins after.
struct Cursor: Hashable, Sendable {
    /// Seconds since 1970.
    let second: Int64
    let message: String

    init(second: Int64, message: String) {
        self.second = second
        self.message = message
    }

    /// Nil when the text is no cursor.
    init?(_ text: String) {
        let standard = String(text.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        let padding = String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: standard + padding) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let second = Int64(parts[0]) else { return nil }
        self.init(second: second, message: String(parts[1]))
    }

    /// URL-safe base64 without padding.
    var text: String {
        let standard = Data("\(second) \(message)".utf8).base64EncodedString()
        return String(standard.compactMap { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0 })
    }
}
