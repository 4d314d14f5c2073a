package import Contracts
package import Store

/// The table of contents of a service: what it listens to and what it answers.
package struct Contents: Sendable {
    private(set) var handlers: [Feed: [String: EventHandler]] = [:]
    private(set) var answers: [String: Answer] = [:]

    package init() {}

    /// Listens to an event of a service: each takes effect exactly once, in the order of its lane.
    ///
    /// The handler changes state and emits events in the transaction, and does nothing else: it may run again when the
    /// transaction comes to nothing. When it keeps throwing, the event becomes a dead letter.
    package mutating func on<E: Event>(
        _: E.Type,
        from producer: ServiceName,
        _ handler: @escaping @Sendable (E, EventContext, any Transaction) throws -> Void
    ) {
        let feed = Feed(producer: producer, stream: E.stream)
        precondition(handlers[feed]?[E.topic] == nil, "two handlers for \(E.topic) from \(producer)")
        handlers[feed, default: [:]][E.topic] = EventHandler(handler)
    }

    /// Answers a question from one snapshot of the tables. A thrown `Problem` is the reply.
    package mutating func answer<R: Request>(
        _: R.Type,
        _ handler: @escaping @Sendable (R, RequestContext, any Reader) throws -> R.Reply
    ) {
        add(R.self, .query(QueryAnswer(handler)))
    }

    /// Obeys a command in a transaction, once: the reply is remembered with it and repeated to a retry. A thrown
    /// `Problem` is the reply, and then nothing is kept.
    package mutating func perform<R: Request>(
        _: R.Type,
        _ handler: @escaping @Sendable (R, RequestContext, any Transaction) throws -> R.Reply
    ) {
        add(R.self, .command(CommandAnswer(handler)))
    }

    /// Answers with work that waits for others. A retry during the work waits for it; a retry after it gets the reply
    /// again for as long as this process remembers it.
    package mutating func answer<R: Request>(
        _: R.Type,
        async handler: @escaping @Sendable (R, RequestContext) async throws -> R.Reply
    ) {
        add(R.self, .work(WorkAnswer(handler)))
    }

    private mutating func add<R: Request>(_: R.Type, _ answer: Answer) {
        precondition(answers[R.name] == nil, "two answers to \(R.name)")
        answers[R.name] = answer
    }
}
