import Foundation
import JSON
import Testing

/// One day, told in many orders: `MYNAH_DAY_MESSAGES` and `MYNAH_DAY_ORDERS` make it longer.
@Suite(.serialized, .timeLimit(.minutes(max(10, DaySize.messages * DaySize.orders / 15_000)))) struct DayTests {
    @Test func `the same threads, people, statuses and counts come of a day in whatever order it is told`() async throws
    {
        let end = Int64(Date().timeIntervalSince1970 * 1_000) - 3_600_000
        let script = DayScript(messages: DaySize.messages, end: end, seed: 7)
        try await System.run(Self.recorder) { recorder in
            let webhooks = try await DayRecording(system: recorder).webhooks(of: script)
            var first: DaySnapshot?
            for order in 0..<DaySize.orders {
                var told = webhooks
                if order > 0 {
                    var dice = SeededGenerator(seed: UInt64(order))
                    told.shuffle(using: &dice)
                }
                let (snapshot, duration) = try await snapshot(of: told, like: first, waha: recorder.wahaURL)
                print("order \(order): \(told.count) webhooks, \(snapshot.lines.count) lines, \(duration)")
                let expected = first ?? snapshot
                first = expected
                let differences = snapshot.differences(from: expected)
                #expect(differences.isEmpty, "order \(order): \(differences.joined(separator: "\n"))")
            }
        }
    }

    /// Its services only keep it company: what counts is its simulator.
    private static let recorder: Setup = {
        var setup = Setup()
        setup.instances = []
        return setup
    }()

    private func snapshot(
        of webhooks: [DayWebhook],
        like first: DaySnapshot?,
        waha: String
    ) async throws -> (DaySnapshot, Duration) {
        var setup = Setup()
        setup.environment = ["WAHA_API_URL": waha]
        return try await System.run(setup) { system in
            let api = try await system.signIn()
            let channels = try await channels(api, waha)
            let names = Dictionary(uniqueKeysWithValues: channels.map { ($0.value.id, $0.key) })
            let start = ContinuousClock.now
            try await system.post(webhooks, to: channels.mapValues { ($0.path, $0.secret) })
            let settled = try await settled(system, api, names, like: first)
            return (settled, ContinuousClock.now - start)
        }
    }

    private typealias Target = (id: String, path: String, secret: String)

    /// The channel of the environment, and one for each other session.
    private func channels(_ api: API, _ waha: String) async throws -> [String: Target] {
        let own = try await api.value(api.get("/api/channels"))["items"][0]["id"].string ?? ""
        var channels = ["default": (id: own, path: "/api/webhooks/waha/\(own)", secret: "e2e-secret")]
        for session in DayScript.sessions.dropFirst() {
            let made = try await api.value(
                api.post(
                    "/api/channels",
                    [
                        "name": session, "url": waha, "session": session, "apiKey": Setup.wahaKey,
                        "webhookSecret": "secret of \(session)",
                    ]
                )
            )
            let id = made["id"].string ?? ""
            channels[session] = (id, "/api/webhooks/waha/\(id)", "secret of \(session)")
        }
        return channels
    }

    /// What is there when nothing changes any more, or as soon as it is as the first time. A hidden id that a busy channel
    /// did not tell the phone of is asked for again after ten seconds, and then after a minute.
    private func settled(
        _ system: System,
        _ api: API,
        _ channels: [String: String],
        like first: DaySnapshot?
    ) async throws -> DaySnapshot {
        for seconds in first == nil ? [] : [2, 13] {
            try await system.calm(for: seconds)
            let early = try await DaySnapshot(reading: api, channels: channels)
            if early == first { return early }
        }
        try await system.calm(for: first == nil ? 13 : 75)
        return try await DaySnapshot(reading: api, channels: channels)
    }
}

/// How much is told, and how often.
enum DaySize {
    static let messages = figure("MYNAH_DAY_MESSAGES", 1_200)
    static let orders = figure("MYNAH_DAY_ORDERS", 3)

    private static func figure(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? usual
    }
}
