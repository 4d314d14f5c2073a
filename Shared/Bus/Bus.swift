package import Contracts
package import Runtime
package import Store

/// ZeroMQ pub/sub made durable, and request/reply over it: one instance's part in it. See README.md.
package final class Bus: Service {
    package let name = "bus"
    /// This run of this process.
    package let instance = InstanceID()
    let configuration: BusConfiguration
    let service: ServiceName
    let store: any Store
    let outbox: Outbox
    let contents: Contents
    let clock: WallClock
    let logger: Logger
    let metrics: BusMetrics
    let readiness: Readiness
    let held = HeldLanes()
    let peers = Peers()
    let pending: PendingRequests
    let inbox: EventQueue
    let tails: Tails
    let broadcasts = BroadcastListeners()
    /// Asks for a heartbeat.
    let pulse: AsyncStream<Void>.Continuation
    let pulses: AsyncStream<Void>

    /// - Parameters:
    ///   - store: migrated with ``migrations``.
    ///   - outbox: the one that the service's own code emits into.
    package init(
        _ configuration: BusConfiguration,
        service: ServiceName,
        store: any Store,
        outbox: Outbox,
        contents: Contents,
        clock: WallClock = .system,
        logger: Logger,
        metrics: Metrics,
        readiness: Readiness
    ) {
        self.configuration = configuration
        self.service = service
        self.store = store
        self.outbox = outbox
        self.contents = contents
        self.clock = clock
        self.logger = logger
        self.metrics = BusMetrics(metrics)
        self.readiness = readiness
        pending = PendingRequests(retry: configuration.retry)
        inbox = EventQueue(
            Set(contents.handlers.keys),
            limits: Inbox.Limits(events: configuration.waitingEvents)
        )
        tails = Tails(outbox.outgoing)
        (pulses, pulse) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        readiness.waiting(for: name)
    }

    /// Asks a service and waits for its reply. The request is tried again until the deadline; a command still takes
    /// effect once.
    /// - Parameters:
    ///   - id: of the request; hand over one of your own to repeat a command whose reply you did not get.
    ///   - limit: until the deadline. The clocks of the hosts must agree to well below it.
    /// - Throws: the `Problem` of the answerer, ``Contracts/Problem/unavailable(_:retryAfter:)`` when none answers,
    ///   `CancellationError`.
    package func ask<R: Request>(
        _ request: R,
        workspace: WorkspaceID,
        id: String? = nil,
        within limit: Duration = .seconds(5)
    ) async throws -> R.Reply {
        let now = clock.now()
        let message = RequestMessage(
            id: id ?? UUIDv7.make(at: now),
            sender: instance,
            service: R.service,
            lane: request.laneKey.map { Lane(key: $0) },
            name: R.name,
            workspace: workspace,
            deadline: now + limit,
            trace: Trace.current?.child().traceparent ?? "",
            payload: try Payload.encode(request)
        )
        let reply = try await reply(to: message, within: limit)
        switch reply.outcome {
        case .done: return try Payload.decode(R.Reply.self, from: reply.payload)
        case .problem: throw try Payload.decode(Problem.self, from: reply.payload)
        }
    }

    private func reply(to message: RequestMessage, within limit: Duration) async throws -> ReplyMessage {
        let started = ContinuousClock.now
        do {
            let reply = try await pending.reply(to: message, within: limit, send: publish)
            metrics.asked.observe(ContinuousClock.now - started)
            return reply
        } catch is Unanswered {
            metrics.unanswered.increment()
            logger.warning("request not answered", ["service": message.service, "request": message.name])
            throw Problem.unavailable(message.service.rawValue)
        }
    }

    /// Listens to all lanes of a stream from now on, without a cursor: for what may be missed while nobody listens.
    /// Events come once and in order per lane. A listener that falls more than `limit` events behind loses the oldest:
    /// then sequences jump.
    package func tail(_ stream: Stream, from producer: ServiceName, limit: Int = 16_384) -> AsyncStream<ToldEvent> {
        tails.open(Feed(producer: producer, stream: stream), limit: limit)
    }

    /// Sends a request on its way; again for each try, since another instance may hold its lane by then.
    func publish(_ request: RequestMessage) {
        let lane = request.lane ?? peers.lane(of: request.service)
        outbox.outgoing.add(
            .message(
                topic: Topic.request(request.service, lane),
                header: request.header,
                payload: request.payload
            )
        )
    }
}
