import Crypto
import Foundation
import HTTPClient
import TestPeers

/// How long a message takes from the post of its webhook to a browser: posts at a steady rate, listens on the live feed.
struct LiveBench {
    /// Of the gateway: `http://127.0.0.1:8080`.
    let address: String
    let token: String
    let secret: String
    /// Webhooks per second.
    let rate: Int
    let seconds: Int

    /// - Returns: `p50 p99` in milliseconds.
    func run() async throws -> String {
        let count = rate * seconds
        guard let port = address.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw BenchError("\(address) has no port")
        }
        let socket = try WebSocketClient(port: port, path: "/api/live", headers: [("Authorization", "Bearer \(token)")])
        for try await _ in socket.texts { break }  // Its greeting: what is told from now on comes.
        return try await withThrowingTaskGroup(of: [Double].self) { group in
            group.addTask { try await arrivals(socket, count) }
            try await post(count)
            guard let latencies = try await group.next(), !latencies.isEmpty else { throw BenchError("nothing came") }
            let sorted = latencies.sorted()
            let part = { (share: Double) in sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))] }
            return String(format: "%.1f %.1f", part(0.5), part(0.99))
        }
    }

    /// Posts on time: each webhook has its moment, whatever the ones before took.
    func post(_ count: Int) async throws {
        let client = HTTPClient(connectionsPerHost: 16)
        let (code, started) = (HMACSHA512(key: secret), ContinuousClock.now)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<16 {
                group.addTask {
                    for index in stride(from: worker, to: count, by: 16) {
                        try await Task.sleep(
                            until: started + .seconds(Double(index) / Double(rate)),
                            clock: .continuous
                        )
                        let text = "sent \(Self.now)"
                        let body = Array(SignedRequests.webhook(1_000_000 + index, text: text).utf8)
                        let headers = [("Content-Type", "application/json"), ("X-Webhook-Hmac", code.hex(of: body))]
                        let request = HTTPClientRequest(
                            "POST",
                            "\(address)/api/webhooks/waha",
                            headers: headers,
                            body: .bytes(body)
                        )
                        let answer = try await client.send(request)
                        guard answer.status == 200 else { throw BenchError("a webhook was answered \(answer.status)") }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Reads until all have come, and tells how long each took.
    private func arrivals(_ socket: WebSocketClient, _ count: Int) async throws -> [Double] {
        var latencies: [Double] = []
        for try await text in socket.texts {
            guard let mark = text.firstRange(of: "\"body\":\"sent ") else { continue }
            let sent = text[mark.upperBound...].prefix { $0.isNumber }
            guard let sent = Int64(sent) else { continue }
            latencies.append(Double(Self.now - sent) / 1e6)
            if latencies.count == count { break }
        }
        return latencies
    }

    /// How long the webhooks took whose texts are in some frames, in milliseconds; those that are cut are left out.
    static func latencies(in bytes: UnsafeRawBufferPointer) -> [Double] {
        let (mark, now) = (Array("\"body\":\"sent ".utf8), now)
        var (rest, latencies) = (bytes[...], [Double]())
        while let found = rest.firstRange(of: mark) {
            rest = rest[found.upperBound...]
            let digits = rest.prefix { 48...57 ~= $0 }
            guard digits.count < rest.count, let sent = Int64(String(decoding: digits, as: UTF8.self)) else { continue }
            latencies.append(Double(now - sent) / 1e6)
        }
        return latencies
    }

    private static let start = ContinuousClock.now

    /// Nanoseconds since this process began to measure.
    private static var now: Int64 {
        // The start before the present: it is set when it is first asked for.
        let (seconds, attoseconds) = start.duration(to: .now).components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
