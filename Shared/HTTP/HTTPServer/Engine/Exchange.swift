import CMicroHTTP
import Contracts
import Runtime
import Synchronization

/// One request and its response, from the headers to the last byte.
///
/// Its loop's thread calls ``proceed(_:_:_:)`` as the request arrives; the handler runs in one task of its own, that
/// begins on the same thread, or without one (``Take``). While its answer is awaited the connection is suspended,
/// unless it is in its turn, and resumed by whatever it waits for. Suspended and resumed only with a lock held: so it
/// is never resumed twice, nor after its end.
final class Exchange: Sendable {
    /// How far libmicrohttpd has come with the request.
    enum Phase { case headers, body, complete, answered }

    struct State {
        /// Nil once the request is over. Read by others than the loop's thread to look at headers, which do not
        /// change while a request is open.
        var connection: Connection?
        var phase = Phase.headers
        var isStarted = false
        var isSuspended = false
        var isBodyWanted = false
        var answer: HTTPResponse?
        var inbound = InboundBuffer()
        var outbound = OutboundBuffer()
        var task: Task<Void, Never>?
        /// All that was sent before the body, copied when trailers may still join it.
        var copiedFields: [Field]?
    }

    let engine: Engine
    let loop: EventLoop
    let peer: Peer
    let endpoint: Endpoint
    let parameters: PathParameters
    let method: HTTPMethod
    let path: String
    /// Of the body as announced, in bytes.
    let announcedLength: Int?
    let isChunked: Bool
    let hasBody: Bool
    let began = ContinuousClock.now
    let state: Mutex<State>
    /// Whether its answer should come so soon that it is asked for again rather than waited for; see ``Turns``. Set on
    /// the loop's thread; cleared by the answer, or when the turn takes too long.
    let isInTurn = Atomic(false)
    /// Held while the answer resumes the connection, which the end of the request waits for.
    private let resuming = Mutex(())

    init(_ engine: Engine, _ peer: Peer, _ head: RequestHead, _ target: Target) {
        self.engine = engine
        loop = head.connection.loop
        self.peer = peer
        endpoint = target.endpoint
        parameters = target.parameters
        method = head.method
        path = head.path
        announcedLength = head.length
        isChunked = head.isChunked
        hasBody = head.isChunked || (head.length ?? 0) > 0
        var state = State(connection: head.connection)
        if head.isChunked { state.copiedFields = Field.Kind.allCases.flatMap(head.connection.values) }
        self.state = Mutex(state)
    }

    /// Starts the handler on this thread, where it runs until it first waits, or has it take the request in its turn.
    func start() {
        state.withLock { $0.isStarted = true }
        if endpoint.take != nil, let body = wholeBody() {
            isInTurn.store(true, ordering: .relaxed)
            return loop.gather(self, body)
        }
        let task = Task.immediate { await self.run() }
        state.withLock { $0.task = task }
    }

    /// The request for a ``Take``.
    func arrival(of body: [UInt8], in turn: Turn) -> Arrival {
        let trace = trace()
        let request = HTTPRequest(method: method, path: path, exchange: self)
        return Arrival(request: request, parameters: parameters, body: body, trace: trace) { result in
            switch result {
            case .success(let response): self.complete(response)
            case .failure(let error): Trace.$current.withValue(trace) { _ = self.complete(self.refusal(error)) }
            }
            turn.answered()
        }
    }

    private func refusal(_ error: any Error) -> HTTPResponse {
        HTTPResponse(engine.problem(error, endpoint.name))
    }

    private func run() async {
        await Trace.$current.withValue(trace()) {
            let response = await answer()
            guard complete(response), let write = response.write, method != .head else { return }
            do {
                try await write(ResponseWriter(exchange: self))
                finishSending(.complete)
            } catch {
                finishSending(.failed)
            }
        }
    }

    /// The next step of the caller's trace, or the first of a new one.
    func trace() -> TraceContext {
        value(.header, "traceparent").flatMap(TraceContext.init)?.child() ?? .new()
    }

    private func answer() async -> HTTPResponse {
        if let length = announcedLength, length > endpoint.limit {
            return HTTPResponse(Problem.tooLarge(limit: endpoint.limit))
        }
        do {
            return try await endpoint.answer(HTTPRequest(method: method, path: path, exchange: self), parameters)
        } catch {
            return refusal(error)
        }
    }

    /// Hands the answer to libmicrohttpd. False when the request is over already, or was answered.
    @discardableResult
    func complete(_ response: HTTPResponse) -> Bool {
        let (isTaken, reader, waiting) = state.withLock { state -> (Bool, InboundBuffer.Wake?, Connection?) in
            guard state.connection != nil, state.answer == nil else { return (false, nil, nil) }
            state.answer = response
            state.inbound.fail(BodyIsPast())
            return (true, state.inbound.wake(), state.takeSuspended())
        }
        isInTurn.store(false, ordering: .releasing)
        if let waiting { resuming.withLock { _ in waiting.resume() } }
        reader?.resume()
        return isTaken
    }

    /// Ends the handler: the other end is gone, or the server stops.
    func cancel() {
        state.withLock { $0.task }?.cancel()
    }

    /// libmicrohttpd is done with the request; nothing of the connection may be touched any more.
    func finished(_ code: MHD_RequestTerminationCode) {
        resuming.withLock { _ in }
        let (task, reader, writer, status) = state.withLock { state in
            state.connection = nil
            state.inbound.fail(CancellationError())
            defer { state.outbound.waiter = nil }
            return (state.task, state.inbound.wake(), state.outbound.waiter, state.answer?.status)
        }
        reader?.resume()
        writer?.resume(throwing: CancellationError())
        guard status != 101 else { return }
        if code != .REQUEST_TERMINATED_COMPLETED_OK { task?.cancel() }
        peer.ended()
        endpoint.meter.observe(status: status, duration: .now - began)
    }
}

extension Exchange.State {
    /// Stops libmicrohttpd's work on the connection; on its own thread only.
    mutating func suspend(_ connection: Connection) {
        isSuspended = true
        connection.suspend()
    }

    mutating func resume() {
        takeSuspended()?.resume()
    }

    /// The connection, if it is suspended, for the caller to resume once it has let go of the lock: the loop's thread
    /// would else wait for it as soon as it is woken. Until it is resumed the connection cannot come to its end.
    mutating func takeSuspended() -> Connection? {
        guard isSuspended else { return nil }
        isSuspended = false
        return connection
    }
}

extension Exchange {
    /// Whether libmicrohttpd is waiting for more of the body.
    var isBodyAwaited: Bool {
        state.withLock { !$0.isSuspended && $0.phase == .body }
    }

    /// Cancels the handler of an answer without an end.
    func endEvents() {
        let task: Task<Void, Never>? = state.withLock { state in
            if case .events = state.answer?.body { state.task } else { nil }
        }
        task?.cancel()
    }

    /// Cancels the handler unless the request is over.
    func cancelIfOpen() {
        let task = state.withLock { $0.isSuspended ? $0.task : nil }
        task?.cancel()
    }
}
