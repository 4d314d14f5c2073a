/// The answer to a request on the wire.
struct ReplyMessage: Sendable {
    /// `done`: the payload is the reply; `problem`: it is a `Problem`.
    enum Outcome: String, Sendable {
        case done, problem
    }

    /// Of the request.
    let id: String
    let outcome: Outcome
    /// JSON.
    let payload: [UInt8]

    var header: [UInt8] {
        var header = HeaderWriter(.reply)
        header.field(id)
        header.field(outcome.rawValue)
        return header.bytes
    }
}

extension ReplyMessage {
    /// - Parameter reader: behind the kind.
    init(_ reader: inout HeaderReader, payload: [UInt8]) throws(WireError) {
        id = try reader.text()
        outcome = try reader.word(Outcome.self)
        self.payload = payload
    }
}
