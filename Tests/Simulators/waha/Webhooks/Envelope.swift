/// An event ready to leave: the same bytes for webhooks and sockets.
struct Envelope: Sendable {
    let event: String
    let session: String
    let moment: Moment
    let bytes: [UInt8]

    /// - Source: the WAHA fact sheet, 8.1.
    init(_ event: String, _ payload: Body, of session: Session, at moment: Moment, dice: inout Dice) {
        self.event = event
        self.session = session.name
        self.moment = moment
        let metadata = session.config["metadata"]
        let body: Body = [
            "id": .text("evt_" + Self.ulid(moment, &dice)),
            "timestamp": .integer(moment.milliseconds),
            "event": .text(event),
            "session": .text(session.name),
            "metadata": metadata.isNothing ? [:] : metadata,
            "me": session.me,
            "payload": payload,
            "engine": .text(session.engine.rawValue),
            "environment": Release.body(session.engine),
        ]
        bytes = body.bytes
    }

    /// In lower case: ten digits of time, sixteen of chance.
    /// - Source: <https://github.com/ulid/spec>.
    static func ulid(_ moment: Moment, _ dice: inout Dice) -> String {
        let time = UInt64(max(0, moment.milliseconds))
        let digits = (0..<10).reversed().map { Dice.alphabet[Int(time >> (UInt64($0) * 5) & 31)] }
        return String(digits) + dice.base32(16)
    }
}
