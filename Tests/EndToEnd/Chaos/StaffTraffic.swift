import JSON
import Synchronization

/// Staff answer people over the API: each answer is tried with its reference until the API has taken it.
final class StaffTraffic: Sendable {
    /// One answer that the API has taken.
    struct Sent: Hashable, Sendable {
        let person: Int
        /// Counted from 1 for each person.
        let number: Int
        /// Ours in the answer.
        let messageId: String
        let tries: Int

        var text: String { StaffTraffic.text(person, number) }
        var reference: String { StaffTraffic.reference(person, number) }
    }

    /// So many at one time, each for people of its own, so that a person's answers are in order.
    private static let clerks = 8

    private let api: API
    private let plan: ChaosPlan
    private let state = Mutex<[Sent]>([])

    init(_ api: API, _ plan: ChaosPlan) {
        self.api = api
        self.plan = plan
    }

    var sent: [Sent] { state.withLock { $0 } }

    static func text(_ person: Int, _ number: Int) -> String { "s\(person) #\(number)" }
    static func reference(_ person: Int, _ number: Int) -> String { "ref-\(person)-\(number)" }

    /// Sends all of the plan, spread over its duration.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for clerk in 0..<Self.clerks { group.addTask { try await self.work(clerk) } }
            try await group.waitForAll()
        }
    }

    private func work(_ clerk: Int) async throws {
        let start = ContinuousClock.now
        for turn in stride(from: clerk, to: plan.sends, by: Self.clerks) {
            let due = start + plan.duration * (Double(turn) / Double(plan.sends))
            try await Task.sleep(until: due)
            // Turns of one person fall to one clerk.
            let place = turn / Self.clerks
            let own = max(1, plan.people / Self.clerks)
            try await send(person: clerk + (place % own) * Self.clerks, number: place / own + 1)
        }
    }

    private func send(person: Int, number: Int) async throws {
        let phone = plan.phone(person)
        var tries = 0
        let id = try await eventually("the API takes an answer", within: .seconds(120), every: .milliseconds(100)) {
            tries += 1
            let reply = try await api.sendText(
                Self.text(person, number),
                to: phone,
                clientRef: Self.reference(person, number)
            )
            if (400...499).contains(reply.status) { throw Hopeless("refused \(reply.status): \(reply.text)") }
            return try api.value(reply)["messageId"].string
        }
        state.withLock { $0.append(Sent(person: person, number: number, messageId: id, tries: tries)) }
    }
}
