import Contracts

/// Finds the endpoints of peers, again and again.
struct Discovery: Sendable {
    /// Where this instance listens before a port is known.
    let endpoint: String
    /// Between two looks.
    let pause: Duration
    /// Called before listening.
    /// - Throws: ``BusError``.
    let prepare: @Sendable () throws(BusError) -> Void
    /// Where peers listen now; nil when that cannot be told just now. Not told: `own`, where this instance listens.
    let peers: @Sendable (_ own: String) async -> Set<String>?
    /// Called after the last message.
    let leave: @Sendable () -> Void

    init(_ transport: BusConfiguration.Transport, service: ServiceName, instance: InstanceID) {
        switch transport {
        case .ipc(let path):
            let folder = SocketFolder(path)
            let name = "\(service.rawValue)-\(instance)"
            endpoint = folder.endpoint(name)
            pause = .milliseconds(200)
            prepare = { () throws(BusError) in try folder.prepare(for: name) }
            peers = { own in folder.endpoints().subtracting([own]) }
            leave = { folder.remove(name) }
        case .tcp(let bind, let names, _):
            let resolver = NameResolver(names)
            endpoint = "tcp://\(bind)"
            pause = .seconds(2)
            prepare = { () throws(BusError) in }
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
