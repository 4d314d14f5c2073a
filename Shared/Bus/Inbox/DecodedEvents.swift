import Contracts
import Runtime
import Store

/// Events in the hands of the applier, decoded before their turn comes.
struct DecodedEvents: Sendable {
    struct Step: Sendable {
        let event: EventMessage
        /// Nil for one that nobody here listens to; throws the reason when the event cannot be read.
        let effect: (any Effect)?
    }

    let steps: [Step]
    /// Of the ``Inbox``, when they were taken.
    let era: Int

    init(_ taken: TakenEvents, _ bus: Bus) {
        var effects = EffectMaker(contents: bus.contents, now: bus.clock.now())
        steps = taken.events.map { Step(event: $0, effect: effects.effect(of: $0)) }
        era = taken.era
    }

    var tracks: Set<Track> { Set(steps.map(\.event.track)) }

    /// One of several alone.
    init(_ step: Step, era: Int) {
        steps = [step]
        self.era = era
    }
}

/// Makes effects of events. Those that follow one another mostly have one handler, which is looked up once.
private struct EffectMaker {
    let contents: Contents
    let now: Timestamp
    private var last: (feed: Feed, topic: String, handler: EventHandler?)?

    init(contents: Contents, now: Timestamp) {
        self.contents = contents
        self.now = now
    }

    mutating func effect(of event: EventMessage) -> (any Effect)? {
        guard let handler = handler(of: event) else { return nil }
        do {
            return try handler.prepare(event, now)
        } catch {
            return Refusal(error)
        }
    }

    private mutating func handler(of event: EventMessage) -> EventHandler? {
        let (feed, topic) = (event.track.source.feed, event.tail.topic)
        if let last, last.feed == feed, last.topic == topic { return last.handler }
        let found = contents.handlers[feed]?[topic]
        last = (feed, topic, found)
        return found
    }
}

/// The effect of an event that cannot be read.
private final class Refusal: Effect {
    private let reason: any Error

    init(_ reason: any Error) {
        self.reason = reason
    }

    func apply(in _: any Transaction) throws { throw reason }
}
