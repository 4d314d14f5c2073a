import Contracts

/// Finds the endpoints of peers, again and again.
struct Discovery: Sendable {
    /// Where to listen.
    let endpoint: String
    /// Between two looks.
    let pause: Duration
    /// Called before listening.
    /// - Throws: ``BusError``.
    let prepare: @Sendable () throws(BusError) -> Void
    /// Called once this instance listens, at `bound`: lets peers find it.
    /// - Returns: where they do.
    /// - Throws: ``BusError``.
    let announce: @Sendable (_ bound: String) throws(BusError) -> String
    /// Where peers listen now; nil when that cannot be told just now. Not told: `own`, where this instance listens.
    let peers: @Sendable (_ own: String) async -> Set<String>?
    /// Called after the last message.
    let leave: @Sendable () -> Void

    init(_ transport: BusConfiguration.Transport, service: ServiceName, instance: InstanceID) {
        switch transport {
        case .ipc(let path):
            let folder = SocketFolder(path)
            let (name, hidden) = ("\(service.rawValue)-\(instance)", SocketFolder.hidden(instance.text))
            endpoint = folder.endpoint(hidden)
            pause = .milliseconds(200)
            prepare = { () throws(BusError) in try folder.prepare() }
            announce = { _ throws(BusError) in
                try folder.rename(hidden, to: name)
                return folder.endpoint(name)
            }
            peers = { own in folder.endpoints().subtracting([own]) }
            leave = { for name in [name, hidden] { folder.remove(name) } }
        case .tcp(let bind, let names, _):
            let resolver = NameResolver(names)
            endpoint = "tcp://\(bind)"
            pause = .seconds(2)
            prepare = { () throws(BusError) in }
            announce = { bound throws(BusError) in bound }
            peers = { own in await resolver.endpoints(butNot: own) }
            leave = {}
        }
    }

    /// Keeps the link connected to all peers, until cancelled.
    func run(own: String, outgoing: Outgoing) async throws {
        var known: Set<String> = []
        while true {
            if let found = await peers(own) {
                outgoing.add(found.subtracting(known).map { .connect($0) })
                outgoing.add(known.subtracting(found).map { .disconnect($0) })
                known = found
            }
            try await Task.sleep(for: pause)
        }
    }
}
