import Contracts
import Runtime
import Store

@testable import gateway
@testable import waha_simulator

/// A simulated WAHA whose webhooks come straight to a provider's receiver, over loopback.
struct Simulated: Sendable {
    let process: SimulatorProcess
    let provider: Provider

    var simulator: Simulator { process.simulator }

    /// What reached WhatsApp, in order.
    func sent() async -> [Ledger.Entry] { await simulator.ledger.entries }

    func faults(_ change: @Sendable @escaping (inout Faults) -> Void) async {
        await simulator.change(change)
    }
}

extension Simulator {
    fileprivate func change(_ change: @Sendable (inout Faults) -> Void) {
        change(&faults)
    }
}

/// Runs a test against a simulated WAHA with a session that works.
func withWAHA<Value: Sendable>(
    _ engine: Engine,
    _ store: any Store,
    sending settings: SendingSettings? = nil,
    mediaURL: String = "http://127.0.0.1:9",
    _ test: @escaping @Sendable (Simulated) async throws -> Value
) async throws -> Value {
    let gate = try await WebhookGate()
    var options = Options()
    options.engine = engine
    options.apiKey = "waha-key"
    options.sessionNames = ["default"]
    options.isSignedIn = true
    options.speed = 50
    options.globalTargets = [
        WebhookTarget(
            url: gate.url,
            events: try EventFilter(names: ["message.any", "message.ack", "session.status"]),
            secret: "secret",
            retries: RetryPolicy(kind: .constant, delaySeconds: 1, attempts: 10)
        )
    ]
    let process = try await SimulatorProcess(options)
    let provider = try await Provider(
        store,
        ChannelSettings(baseURL: process.url, apiKey: "waha-key", webhookSecret: "secret")
    )
    gate.open(to: provider.receiver)
    var services: [any Service] = [gate.server] + process.services + [provider.watch]
    if let settings { services.append(provider.worker(settings, mediaURL: mediaURL)) }
    return try await running(services) {
        let simulated = Simulated(process: process, provider: provider)
        guard try await eventually({ try provider.directory.entry(provider.channel).channel.isWorking }) else {
            throw Problem(503, "test", "the simulated session does not work")
        }
        return try await test(simulated)
    }
}

extension SendingSettings {
    /// Nothing waits for its turn.
    static var fast: SendingSettings {
        var settings = SendingSettings()
        settings.rate = 100_000
        settings.burst = 1_000
        settings.longestWait = .milliseconds(200)
        return settings
    }
}
