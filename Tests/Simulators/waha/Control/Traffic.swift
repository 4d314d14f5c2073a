/// Many messages at once: numbered texts of many people, as fast as they are taken or at a rate.
struct Traffic: Sendable {
    var session = "default"
    var messages = 1_000
    var conversations = 10
    /// Messages per second; 0 for as fast as webhooks leave.
    var rate = 0.0
    /// Share of messages told twice.
    var duplicates = 0.0
    /// Share of messages told later than those after them.
    var reorder = 0.0
    /// Texts like `c17 #42`, counted per conversation.
    var isNumbered = true
    /// Share of people who write by their hidden id.
    var lids = 0.0
    /// All messages bear the second they were sent in; otherwise seconds rise strictly within a conversation.
    var sharesSeconds = false
    /// The first phone; the others follow.
    var firstPhone = 60_110_000_000
    /// Numbering begins here, so that a second run can go on after a first.
    var firstNumber = 1
    /// Milliseconds since 1970 of the first message; by default so long ago that the last one is now.
    var firstMilliseconds: Int64?

    /// - Throws: ``Refusal`` with 400.
    init(_ body: Body) throws(Refusal) {
        session = body["session"].string ?? session
        messages = body["messages"].int ?? messages
        conversations = body["conversations"].int ?? conversations
        rate = body["rate"].double ?? rate
        duplicates = body["duplicates"].double ?? duplicates
        reorder = body["reorder"].double ?? reorder
        isNumbered = body["numbered"].flag ?? isNumbered
        lids = body["lids"].double ?? lids
        sharesSeconds = body["sameSecond"].flag ?? sharesSeconds
        firstPhone = body["firstPhone"].int ?? firstPhone
        firstNumber = body["firstNumber"].int ?? firstNumber
        firstMilliseconds = body["firstTimestampMs"].int.map { Int64($0) }
        guard messages > 0, messages <= 10_000_000, conversations > 0, conversations <= messages, rate >= 0 else {
            throw .badRequest(["messages, conversations and rate must be positive, conversations not over messages"])
        }
    }

    /// The message of one turn: conversations take turns.
    func incoming(_ turn: Int, started: Moment) -> Incoming {
        let conversation = turn % conversations
        let number = turn / conversations + firstNumber
        let text = isNumbered ? "c\(conversation) #\(number)" : "Hello \(turn)"
        var incoming = Incoming(from: .phone(String(firstPhone + conversation)), content: .text(text))
        incoming.session = session
        incoming.pushName = "Guest \(conversation)"
        incoming.addressing = Double(conversation) < lids * Double(conversations) ? .lid : .phone
        if !sharesSeconds {
            let rounds = Int64((messages + conversations - 1) / conversations)
            let first = firstMilliseconds ?? started.milliseconds - rounds * 1_000
            incoming.milliseconds = first + Int64(turn / conversations) * 1_000
        }
        return incoming
    }
}

/// How far the traffic has come.
struct TrafficProgress: Sendable {
    var runs = 0
    var running = 0
    var generated = 0
    var duplicated = 0
    var reordered = 0

    var body: Body {
        [
            "runs": .integer(Int64(runs)), "running": .integer(Int64(running)),
            "generated": .integer(Int64(generated)), "duplicated": .integer(Int64(duplicated)),
            "reordered": .integer(Int64(reordered)),
        ]
    }
}
