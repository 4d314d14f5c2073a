import Contracts
import Crypto

/// A place in a list, opaque to clients: the moment and the message that the next page begins after.
struct Cursor: Hashable, Sendable {
    let moment: Timestamp
    let message: String

    init(moment: Timestamp, message: String) {
        self.moment = moment
        self.message = message
    }

    /// Nil when the text is no cursor.
    init?(_ text: String) {
        guard let bytes = Base64.decode(text, .urlWithoutPadding) else { return nil }
        let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int64(parts[0]) else { return nil }
        self.init(moment: Timestamp(milliseconds: milliseconds), message: String(parts[1]))
    }

    /// Where a page of a list begins that has the latest first: before everything when there is no cursor.
    /// - Throws: `Problem` 422 for text that is no cursor.
    static func place(_ cursor: String?) throws(Problem) -> Cursor {
        guard let cursor else { return Cursor(moment: Timestamp(milliseconds: .max), message: "") }
        guard let place = Cursor(cursor) else { throw .invalid([.foreignCursor]) }
        return place
    }

    var text: String { Base64.encode(Array("\(moment.milliseconds) \(message)".utf8), .urlWithoutPadding) }
}
