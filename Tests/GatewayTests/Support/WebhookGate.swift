import Contracts
import HTTPServer
import Runtime
import Synchronization

@testable import gateway

/// The route of WAHA's webhooks on a port of its own.
final class WebhookGate: Sendable {
    let server: HTTPServer
    private let target: Target

    private final class Target: Sendable {
        let receiver = Mutex<WebhookReceiver?>(nil)
    }

    var url: String { "http://127.0.0.1:\(server.port)/api/webhooks/waha" }

    init() async throws {
        let target = Target()
        self.target = target
        var router = Router<Access, Caller>(title: "test", version: "1") { _, _ in .anybody }
        router.webhook("/api/webhooks/waha", "WAHA's events", limit: WebhookReceiver.limit) { arrivals in
            guard let receiver = target.receiver.withLock({ $0 }) else {
                return arrivals.forEach { $0.answer(.failure(Problem.unavailable("gateway"))) }
            }
            receiver.receive(arrivals)
        }
        server = try HTTPServer(
            host: "127.0.0.1",
            port: 0,
            routes: router.build(),
            logger: .silent,
            metrics: Metrics()
        )
    }

    func open(to receiver: WebhookReceiver) {
        target.receiver.withLock { $0 = receiver }
    }
}

extension WebhookReceiver {
    /// Returns once the webhook is stored.
    func accept(_ body: [UInt8], proof: WebhookProof, to channel: ChannelID? = nil) async throws {
        try await withCheckedThrowingContinuation { caller in
            accept([WebhookPost(body: body, proof: proof, channel: channel)]) { caller.resume(with: $1) }
        }
    }
}
