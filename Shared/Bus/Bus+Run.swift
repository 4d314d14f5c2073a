import Contracts
import Runtime
import Store

extension Bus {
    /// Takes part until cancelled; then it takes nothing more, finishes what it has begun, and leaves.
    /// - Throws: ``BusError`` when it cannot listen, ``StoreError``, `CancellationError`.
    package func run() async throws {
        let discovery = Discovery(configuration.transport, service: service, instance: instance)
        try discovery.prepare()
        defer { discovery.leave() }
        let link = try Link(configuration, service, instance, outgoing: outbox.outgoing, metrics: metrics)
        let parts = Parts(self, try await OriginKeeper(self))
        defer { _ = outbox.outgoing.take() }  // what nobody sends any more
        try await withThrowingTaskGroup(of: Void.self) { group in
            let (bound, tell) = AsyncStream.makeStream(of: String.self)
            group.addTask {
                defer { tell.finish() }
                try await link.run(
                    at: discovery.endpoint,
                    bound: { tell.yield($0) },
                    received: parts.receiver.received,
                    tick: parts.receiver.tick
                )
            }
            do {
                defer { outbox.outgoing.add(.stop) }  // also when it is cancelled before it is bound
                for await place in bound {
                    let endpoint = try discovery.announce(place)
                    logger.info("bus open", ["endpoint": endpoint, "instance": instance.text])
                    try await parts.run(own: endpoint, discovery)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Begins to serve a lane.
    func hold(_ lane: Lane, epoch: Int64, cursors: [Track: Int64]) {
        held.take(lane, epoch: epoch)
        inbox.with { $0.hold(lane, cursors: cursors) }
        outbox.outgoing.add(topics(of: lane).map { .subscribe($0) })
        metrics.lanes.set(Double(held.set.count))
    }

    /// Ceases to serve lanes, at once.
    func lose(_ lanes: Set<Lane>) {
        for lane in lanes where held.release(lane) {
            inbox.with { $0.release(lane) }
            outbox.outgoing.add(topics(of: lane).map { .unsubscribe($0) })
        }
        metrics.lanes.set(Double(held.set.count))
    }

    private func topics(of lane: Lane) -> [String] {
        inbox.feeds.map { Topic.events($0, lane) } + [Topic.request(service, lane)]
    }

    /// Asks for events again; not waited for: they come as events.
    func send(_ request: ReplayRequest, to producer: ServiceName) {
        guard let payload = try? Payload.encode(request) else { return }
        let now = clock.now()
        publish(
            RequestMessage(
                id: UUIDv7.make(at: now),
                sender: instance,
                service: producer,
                lane: nil,
                name: ReplayRequest.name,
                workspace: Self.noWorkspace,
                deadline: now + .seconds(5),
                trace: "",
                payload: payload
            )
        )
    }

    private static let noWorkspace = WorkspaceID(trusted: "-")
}

/// The parts of a bus that run at the same time.
private struct Parts: Sendable {
    let receiver: BusReceiver
    private let bus: Bus
    private let server: RequestServer
    private let retention: RetentionKeeper
    private let heartbeat: Heartbeat
    private let replayer: Replayer
    private let replays: AsyncStream<RequestMessage>

    init(_ bus: Bus, _ origin: OriginKeeper) {
        self.bus = bus
        server = RequestServer(bus)
        retention = RetentionKeeper(bus, origin)
        heartbeat = Heartbeat(bus, origin)
        replayer = Replayer(bus, origin)
        // A request for a replay that is dropped is made again.
        let (replays, newReplay) = AsyncStream.makeStream(
            of: RequestMessage.self,
            bufferingPolicy: .bufferingNewest(64)
        )
        self.replays = replays
        receiver = BusReceiver(bus, server, retention, origin, replays: newReplay)
    }

    /// Until cancelled, or until one of them fails.
    func run(own endpoint: String, _ discovery: Discovery) async throws {
        defer { heartbeat.leave() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await discovery.run(own: endpoint, outgoing: bus.outbox.outgoing) }
            group.addTask { try await heartbeat.run(bus.pulses) }
            group.addTask { try await replayer.run(replays) }
            group.addTask { try await retention.run() }
            group.addTask { await server.run() }
            group.addTask {
                var applier = EventApplier(bus)
                try await applier.run()
            }
            group.addTask {
                var keeper = LaneKeeper(bus)
                try await keeper.run()
            }
            defer { group.cancelAll() }
            try await group.waitForAll()
        }
    }
}
