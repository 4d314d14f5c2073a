import Crypto
import HTTPClient
import JSON
import Synchronization
import TestPeers

/// A webhook as the simulator would have sent it.
struct DayWebhook: Sendable {
    let session: String
    let body: [UInt8]
}

/// Plays a script to a simulator and writes down every event that it tells.
struct DayRecording: Sendable {
    let system: System

    func webhooks(of script: DayScript) async throws -> [DayWebhook] {
        let waha = system.waha
        // Nothing reaches a gateway but what the test posts later, in orders of its own.
        try await waha.setFaults(["loseWebhooks": 1, "mediaLifetimeSeconds": 1_000_000])
        for (session, engine) in [("noweb", "NOWEB"), ("webjs", "WEBJS")] {
            _ = try await waha.api.value(
                waha.api.put("/simulator/sessions/\(session)", ["engine": engine, "status": "WORKING"])
            )
        }
        let log = Log()
        let path = "/ws?session=*&events=*&x-api-key=\(Setup.wahaKey)"
        let socket = try WebSocketClient(port: system.wahaPort, path: path)
        let listening = Task {
            for try await text in socket.texts { log.add(text) }
        }
        defer {
            listening.cancel()
            socket.cut()
        }
        try await play(script, to: waha)
        _ = try await eventually("the simulator has told everything", within: .seconds(60), every: .milliseconds(300)) {
            let before = log.count
            try await Task.sleep(for: .milliseconds(600))
            return log.count == before ? true : nil
        }
        return try log.take().map { text in
            DayWebhook(session: try JSONDocument(text).root["session"].string ?? "", body: Array(text.utf8))
        }
    }

    private func play(_ script: DayScript, to waha: WAHAControl) async throws {
        var ids: [String] = []
        for step in script.steps {
            switch step {
            case .message(let fields):
                let reply = try await waha.api.value(waha.api.post("/simulator/incoming", fields.mapValues(\.json)))
                ids.append(reply["ids"][0].string ?? "")
            case .change(let fields, let target):
                var fields = fields.mapValues(\.json)
                fields["messageId"] = ids[target]
                // What was revoked before cannot be changed any more: the simulator says so.
                _ = try await waha.api.post("/simulator/change", fields)
            }
        }
    }

    private final class Log: Sendable {
        private let texts = Mutex<[String]>([])

        var count: Int { texts.withLock { $0.count } }
        func add(_ text: String) { texts.withLock { $0.append(text) } }
        func take() -> [String] { texts.withLock { $0 } }
    }
}

extension System {
    /// Posts webhooks in the order given, several at a time, each signed for its channel.
    /// - Parameter paths: of the webhooks, by session, with the secret that they are signed with.
    func post(_ webhooks: [DayWebhook], to targets: [String: (path: String, secret: String)]) async throws {
        let api = api
        try await withThrowingTaskGroup(of: Void.self) { group in
            var running = 0
            for webhook in webhooks {
                guard let target = targets[webhook.session] else { continue }
                if running == 64 {
                    try await group.next()
                    running -= 1
                }
                running += 1
                group.addTask {
                    let code = HMACSHA512(key: target.secret).hex(of: webhook.body)
                    let headers = [("Content-Type", "application/json"), ("X-Webhook-Hmac", code)]
                    _ = try api.value(await api.send("POST", target.path, webhook.body, headers: headers))
                }
            }
            try await group.waitForAll()
        }
    }
}
