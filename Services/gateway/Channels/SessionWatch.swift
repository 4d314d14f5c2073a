import Bus
import Contracts
import Runtime
import Store

/// Asks WAHA for the state of every session, every half minute and whenever something hints at a change: webhooks may be
/// lost, and a state must not be believed for ever.
struct SessionWatch: Service {
    /// WAHA does not have the session: it will be made when it is started.
    static let absent = "STOPPED"

    let name = "session watch"
    let store: any Store
    let directory: ChannelDirectory
    let status: ChannelStatus
    let webhook: WebhookRegistration
    let clock: WallClock
    let logger: Logger
    let interval: Duration
    let nudge: Nudge

    func run() async throws {
        try await PerChannel(directory: directory).run { try await follow($0) }
    }

    /// Asks WAHA and stores what it says.
    /// - Returns: nil when WAHA does not have the session.
    /// - Throws: ``WAHAError``, `StoreError`.
    func look(at channel: Channel) async throws -> WAHASession? {
        let asked = clock.now()
        let session = try await directory.entry(channel.id).client.findSession(channel.session)
        let engine = session?.engine
        let told = session?.status ?? Self.absent
        try await store.write { transaction in
            try status.move(channel, to: told, at: asked, in: transaction)
            if let engine { try transaction.run(ChannelQuery.setEngine, channel.id, engine.rawValue) }
        }
        if let engine { directory.note(channel.id, engine: engine) }
        return session
    }

    private func follow(_ id: ChannelID) async throws {
        var backoff = Backoff(base: .milliseconds(500), limit: interval)
        // The version of the channel for which WAHA was told our webhook.
        var registered: Int?
        while true {
            let pokes = nudge.pokes
            do {
                let channel = try directory.entry(id).channel
                let session = try await look(at: channel)
                if registered != channel.version, let session {
                    try await webhook.ensure(session, of: channel)
                    registered = channel.version
                }
                backoff.reset()
                try await nudge.wait(after: pokes, atMost: interval)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                logger.debug("WAHA does not tell the state of a session", ["channel": id, "error": "\(error)"])
                try await nudge.wait(after: pokes, atMost: backoff.next())
            }
        }
    }
}
