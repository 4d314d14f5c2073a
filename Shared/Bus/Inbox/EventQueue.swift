import Contracts
import Runtime
import Synchronization

/// The ``Inbox``, shared by the thread that receives and the task that applies.
final class EventQueue: Sendable {
    private let inbox: Mutex<Inbox>
    private let arrival = Signal()
    let feeds: Set<Feed>

    init(_ feeds: Set<Feed>, limits: Inbox.Limits = Inbox.Limits()) {
        self.feeds = feeds
        inbox = Mutex(Inbox(feeds, limits: limits))
    }

    /// Looks at the inbox or changes it; whoever applies is woken when something waits there.
    func with<R: Sendable>(_ body: (inout Inbox) -> R) -> R {
        let (result, isReady) = inbox.withLock { inbox in (body(&inbox), inbox.count > 0) }
        if isReady { arrival.wake() }
        return result
    }

    /// The next events; waits until there are some.
    /// - Returns: nil when the task is cancelled.
    func next(_ limit: Int) async -> TakenEvents? {
        while !Task.isCancelled {
            let taken = take(limit, atLeast: 1)
            if let taken { return taken }
            await arrival.wait()
        }
        return nil
    }

    /// - Returns: nil when fewer wait than it takes to be worth it.
    func take(_ limit: Int, atLeast count: Int) -> TakenEvents? {
        inbox.withLock { inbox in
            inbox.count < count ? nil : TakenEvents(events: inbox.take(limit), era: inbox.era)
        }
    }
}

/// Events on their way to be applied.
struct TakenEvents: Sendable {
    let events: [EventMessage]
    /// Of the ``Inbox``, when they were taken.
    let era: Int
}
