import Contracts
import Runtime
import Store
import Synchronization

/// Answers requests: questions and work side by side, commands of one lane one after the other.
final class RequestServer: Sendable {
    private enum Job: Sendable {
        case request(RequestMessage)
        /// The commands that wait in a lane.
        case lane(Lane)
    }

    private struct State {
        /// Ids that are being answered or wait for it.
        var open: [String: ContinuousClock.Instant] = [:]
        /// Commands that wait, of the lanes with a command at work.
        var waiting: [Lane: [RequestMessage]] = [:]
        var recent = RecentReplies()
    }

    private let bus: Bus
    private let state = Mutex(State())
    private let jobs: AsyncStream<Job>
    private let newJob: AsyncStream<Job>.Continuation

    init(_ bus: Bus) {
        self.bus = bus
        // Bounded by the number of open requests.
        (jobs, newJob) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    /// Takes a request that came. One that is at work already, or that nobody waits for any more, is dropped; one too
    /// many is refused.
    func accept(_ request: RequestMessage, now: ContinuousClock.Instant) {
        guard request.service == bus.service, request.deadline > bus.clock.now() else { return }
        if let lane = request.lane, !bus.held.contains(lane) { return }
        guard let answer = bus.contents.answers[request.name] else {
            let problem = Problem(501, "unknown_request", "\(bus.service.rawValue) does not answer \(request.name).")
            return refuse(request, problem)
        }
        let (job, reply, isRefused) = state.withLock { state -> (Job?, ReplyMessage?, Bool) in
            if let reply = state.recent[request.id] { return (nil, reply, false) }
            guard state.open[request.id] == nil else { return (nil, nil, false) }
            guard state.open.count < bus.configuration.waitingRequests else { return (nil, nil, true) }
            state.open[request.id] = now
            guard case .command = answer, let lane = request.lane else { return (.request(request), nil, false) }
            let isFirst = state.waiting[lane] == nil
            state.waiting[lane, default: []].append(request)
            return (isFirst ? .lane(lane) : nil, nil, false)
        }
        if let job { newJob.yield(job) }
        if let reply { send(reply, to: request) }
        if isRefused {
            bus.metrics.refused.increment()
            let detail = "The \(bus.service.rawValue) service has too much to do just now; try again."
            refuse(request, Problem(503, "overloaded", detail, retryAfter: 1))
        }
    }

    /// Until cancelled; then what has begun is finished.
    func run() async {
        await withDiscardingTaskGroup { group in
            for await job in jobs {
                group.addTask {
                    switch job {
                    case .request(let request): await self.serve(request)
                    case .lane(let lane): await self.drain(lane)
                    }
                }
            }
        }
    }

    private func drain(_ lane: Lane) async {
        while let request = next(lane) { await serve(request) }
    }

    private func next(_ lane: Lane) -> RequestMessage? {
        state.withLock { state in
            guard let waiting = state.waiting[lane], !waiting.isEmpty else {
                state.waiting[lane] = nil
                return nil
            }
            return state.waiting[lane]?.removeFirst()
        }
    }

    private func serve(_ request: RequestMessage) async {
        let reply = await reply(to: request)
        let since = state.withLock { state in
            if let reply, reply.outcome == .done, case .work? = bus.contents.answers[request.name] {
                state.recent.remember(reply)
            }
            return state.open.removeValue(forKey: request.id)
        }
        if let reply { send(reply, to: request) }
        if let since { bus.metrics.answered.observe(ContinuousClock.now - since) }
    }

    /// - Returns: nil when another instance has to answer, or nobody waits any more.
    private func reply(to request: RequestMessage) async -> ReplyMessage? {
        guard let answer = bus.contents.answers[request.name], request.deadline > bus.clock.now() else { return nil }
        do {
            let payload = try await payload(of: answer, to: request)
            return ReplyMessage(id: request.id, outcome: .done, payload: payload)
        } catch let problem as Problem {
            return self.problem(problem, for: request)
        } catch let lost as LanesLost {
            bus.lose(lost.lanes)
            return nil
        } catch {
            bus.logger.error("request failed", ["request": request.name, "id": request.id, "error": "\(error)"])
            return self.problem(Problem(500, "internal", "The request \(request.name) failed."), for: request)
        }
    }

    private func payload(of answer: Answer, to request: RequestMessage) async throws -> [UInt8] {
        let now = bus.clock.now()
        do {
            switch answer {
            case .query(let query):
                let read = try query.prepare(request, now)
                return try await bus.store.read(read)
            case .command(let command): return try await obey(request, try command.prepare(request, now), now)
            case .work(let work): return try await work.answer(request, now)
            }
        } catch StoreError.unavailable, StoreError.outcomeUnknown {
            throw Problem.unavailable(bus.service.rawValue)
        }
    }

    /// A command, once: whoever comes second, here or in another instance, finds the first one's reply.
    private func obey(
        _ request: RequestMessage,
        _ command: @escaping @Sendable (any Transaction) throws -> [UInt8],
        _ now: Timestamp
    ) async throws -> [UInt8] {
        let fence = try request.lane.map { (lane) throws in try bus.held.fence([lane]) }
        let perform = { @Sendable (transaction: any Transaction) throws -> [UInt8] in
            try fence?.check(in: transaction)
            if let row = try transaction.first(BusQuery.answer, request.id) { return try row.get(0) }
            let reply = try command(transaction)
            let isFirst = try transaction.run(BusQuery.rememberAnswer, request.id, reply, now) == 1
            guard isFirst else { throw AnsweredMeanwhile() }
            return reply
        }
        for _ in 0..<2 {
            do {
                return try await bus.store.write(perform)
            } catch is AnsweredMeanwhile {
                // Its reply is there now.
            } catch StoreError.outcomeUnknown {
                // So is ours, if it was committed.
            }
        }
        return try await bus.store.write(perform)
    }

    private func problem(_ problem: Problem, for request: RequestMessage) -> ReplyMessage? {
        guard let payload = try? Payload.encode(problem) else { return nil }
        return ReplyMessage(id: request.id, outcome: .problem, payload: payload)
    }

    private func refuse(_ request: RequestMessage, _ problem: Problem) {
        if let reply = self.problem(problem, for: request) { send(reply, to: request) }
    }

    private func send(_ reply: ReplyMessage, to request: RequestMessage) {
        bus.outbox.outgoing.add(
            .message(topic: Topic.reply(request.sender), header: reply.header, payload: reply.payload)
        )
    }
}

/// Another instance has obeyed the same command at the same time: what was done here is undone.
private struct AnsweredMeanwhile: Error {}
