import JSON
import Testing

/// After the storm: what is still to come comes, and nothing is missing.
extension ChaosRun {
    /// Everything stored, once nothing more is to come.
    func settled() async throws -> ChaosThreads {
        _ = try await eventually("all webhooks are taken", within: .seconds(180)) {
            try await system.waha.webhooks()["pending"].int == 0 ? true : nil
        }
        let expected = plan.messages + plan.pictures
        do {
            _ = try await eventually("everything is counted", within: .seconds(120)) {
                try await api.conversations(limit: 1).totals["unread"].int == expected ? true : nil
            }
            return try await eventually("every file and outcome is there", within: .seconds(90), every: .seconds(1)) {
                let threads = try await ChaosThreads(reading: api)
                if let open = threads.open.first { throw Unfit("\(open["body"].text ?? "") is \(open["status"])") }
                return threads
            }
        } catch let overdue as Unfit {
            Issue.record(overdue)
            return try await ChaosThreads(reading: api)
        }
    }

    func verdict(_ threads: ChaosThreads) async throws -> ChaosVerdict {
        ChaosVerdict(
            plan: plan,
            threads: threads,
            sent: staff.sent,
            incoming: try await system.waha.incoming(limit: 0),
            ledger: try await system.waha.sent()
        )
    }

    /// The browser was told of every message once, and knows its final status.
    func sawEverything(_ live: LiveFollower, _ threads: ChaosThreads) async throws {
        let final = Dictionary(
            uniqueKeysWithValues: threads.messages.map { ($0["id"].string ?? "", $0["status"].string ?? "") }
        )
        let caughtUp = try? await eventually("the browser has caught up", within: .seconds(60)) {
            live.record.status == final ? true : nil
        }
        let record = live.record
        let unseen = final.keys.filter { record.added[$0] == nil }
        #expect(unseen.isEmpty, "\(unseen.count) messages were never told to the browser")
        let repeated = record.added.filter { $0.value > 1 }
        #expect(repeated.isEmpty, "\(repeated.count) messages were told as new more than once")
        let stale = final.filter { record.status[$0.key] != $0.value }
        #expect(caughtUp == true && stale.isEmpty, "\(stale.count) messages have another status in the browser")
        #expect(record.resyncs == 0)
        #expect(plan.kills == 0 || record.connections > 1)
    }

    func withoutDeadLetters() async throws {
        for instance in Instance.one {
            let letters = try await system.ops(instance).get("/dead-letters").json["items"].array
            #expect(letters.isEmpty, "\(instance): \(letters.first?["error"].string ?? "")")
        }
    }
}
