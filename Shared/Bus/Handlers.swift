import Contracts
import Runtime
import Store

/// What applies an event, its payload decoded: in a transaction, perhaps more than once.
///
/// A class, as it goes from hand to hand and events have many fields.
protocol Effect: AnyObject, Sendable {
    func apply(in transaction: any Transaction) throws
}

/// A listener with its type erased.
struct EventHandler: Sendable {
    /// Decodes the payload.
    /// - Throws: `DecodingError`.
    let prepare: @Sendable (EventMessage, Timestamp) throws -> any Effect

    init<E: Event>(_ handler: @escaping @Sendable (E, EventContext, any Transaction) throws -> Void) {
        prepare = { message, now in try EventOccasion(message, now: now, handler) }
    }
}

/// An event that is about to be applied.
private final class EventOccasion<E: Event>: Effect {
    private let event: E
    private let context: EventContext
    private let handler: @Sendable (E, EventContext, any Transaction) throws -> Void

    init(
        _ message: EventMessage,
        now: Timestamp,
        _ handler: @escaping @Sendable (E, EventContext, any Transaction) throws -> Void
    ) throws {
        event = try Payload.decode(event: E.self, from: message.payload)
        context = EventContext(message, now: now)
        self.handler = handler
    }

    func apply(in transaction: any Transaction) throws {
        try Trace.$current.withValue(context.trace) { try handler(event, context, transaction) }
    }
}

/// An answer with its type erased.
enum Answer: Sendable {
    case query(QueryAnswer)
    case command(CommandAnswer)
    case work(WorkAnswer)
}

struct QueryAnswer: Sendable {
    /// - Returns: what answers with the payload of the reply.
    let prepare: @Sendable (RequestMessage, Timestamp) throws -> @Sendable (any Reader) throws -> [UInt8]

    init<R: Request>(_ handler: @escaping @Sendable (R, RequestContext, any Reader) throws -> R.Reply) {
        prepare = { message, now in
            let request = try Payload.request(R.self, from: message)
            let context = RequestContext(message, now: now)
            return { reader in
                try Trace.$current.withValue(context.trace) {
                    try Payload.encode(handler(request, context, reader))
                }
            }
        }
    }
}

struct CommandAnswer: Sendable {
    /// - Returns: what answers with the payload of the reply.
    let prepare: @Sendable (RequestMessage, Timestamp) throws -> @Sendable (any Transaction) throws -> [UInt8]

    init<R: Request>(_ handler: @escaping @Sendable (R, RequestContext, any Transaction) throws -> R.Reply) {
        prepare = { message, now in
            let request = try Payload.request(R.self, from: message)
            let context = RequestContext(message, now: now)
            return { transaction in
                try Trace.$current.withValue(context.trace) {
                    try Payload.encode(handler(request, context, transaction))
                }
            }
        }
    }
}

struct WorkAnswer: Sendable {
    let answer: @Sendable (RequestMessage, Timestamp) async throws -> [UInt8]

    init<R: Request>(_ handler: @escaping @Sendable (R, RequestContext) async throws -> R.Reply) {
        answer = { message, now in
            let request = try Payload.request(R.self, from: message)
            let context = RequestContext(message, now: now)
            return try await Trace.$current.withValue(context.trace) {
                try await Payload.encode(handler(request, context))
            }
        }
    }
}
