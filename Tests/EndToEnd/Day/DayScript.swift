/// What happens in one day of three numbers, one per engine: the same for one seed.
///
/// People are known by a hidden id alone in the morning; in the afternoon what they write tells their phone as well.
struct DayScript: Sendable {
    /// Something that the simulator is told to do.
    enum Step: Sendable {
        /// Somebody writes: fields of `POST /simulator/incoming`.
        case message([String: Value])
        /// A message changes: fields of `POST /simulator/change` but for its id, which is that of the `of`th message.
        case change([String: Value], of: Int)
    }

    enum Value: Sendable, Hashable {
        case text(String)
        case number(Int64)
        case flag(Bool)

        var json: any Sendable {
            switch self {
            case .text(let text): text
            case .number(let number): number
            case .flag(let flag): flag
            }
        }
    }

    static let sessions = ["default", "noweb", "webjs"]
    private static let plain = ["location", "contact", "poll", "list-reply", "button-reply", "unknown"]
    private static let files = ["image", "video", "voice", "document", "sticker", "gif"]
    private static let day: Int64 = 86_400_000

    private let messages: Int
    private let people: Int
    /// Milliseconds since 1970.
    private let begin: Int64
    private var dice: SeededGenerator
    private(set) var steps: [Step] = []
    /// The session of each message.
    private var told: [(session: String, isOwn: Bool, isText: Bool)] = []

    /// - Parameter end: milliseconds since 1970 of the last message.
    init(messages: Int, end: Int64, seed: UInt64) {
        self.messages = messages
        people = max(9, messages / 40)
        begin = end - Self.day
        dice = SeededGenerator(seed: seed)
        for turn in 0..<messages {
            write(turn)
            if chance(12) { change(turn) }
        }
    }

    private mutating func write(_ turn: Int) {
        let person = Int.random(in: 0..<people, using: &dice)
        // Some write to two numbers.
        let session = Self.sessions[(person + (person % 7 == 0 && chance(50) ? 1 : 0)) % Self.sessions.count]
        let isOwn = chance(15)
        let kind = chance(60) ? "text" : chance(12) ? one(of: Self.files) : one(of: Self.plain)
        var fields: [String: Value] = [
            "session": .text(session),
            "from": .text("\(60_110_000_000 + person)"),
            "pushName": .text("Guest \(person)"),
            "kind": .text(kind),
            "text": .text("day \(turn)"),
            "own": .flag(isOwn),
            "timestampMs": .number(begin + Self.day / Int64(messages) * Int64(turn)),
        ]
        if chance(7) { fields["group"] = .text("12036300000000\(Int.random(in: 0..<6, using: &dice))@g.us") }
        if person % 5 < 3 {
            let isMorning = turn < messages / 2
            fields["addressing"] = .text(isMorning || chance(50) ? "lid" : "phone")
            fields["alt"] = .text(isMorning ? "missing" : "present")
        }
        told.append((session, isOwn, kind == "text"))
        steps.append(.message(fields))
    }

    private mutating func change(_ turn: Int) {
        let target = Int.random(in: max(0, turn - 200)...turn, using: &dice)
        let (session, isOwn, isText) = told[target]
        var fields: [String: Value] = ["session": .text(session)]
        switch Int.random(in: 0..<10, using: &dice) {
        case 0: fields["action"] = .text("revoke")
        case 1...2 where isText:
            fields["action"] = .text("edit")
            fields["text"] = .text("day \(target), mended at \(turn)")
        case 3...6 where isOwn:
            fields["action"] = .text("ack")
            fields["ack"] = .text(chance(50) ? "READ" : "DEVICE")
        default:
            fields["action"] = .text("react")
            fields["text"] = .text(chance(80) ? one(of: ["👍", "🙏", "❤️"]) : "")
        }
        steps.append(.change(fields, of: target))
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &dice) < percent }

    private mutating func one(of choices: [String]) -> String {
        choices[Int.random(in: 0..<choices.count, using: &dice)]
    }
}
