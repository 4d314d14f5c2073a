import Bus
import Contracts
import Store

/// Puts what the services tell into the feed, in the transaction that hears it.
struct FeedWriter: Sendable {
    let outbox: Outbox
    let feed: LiveFeed

    func tell<E: Event>(_ type: FeedItemType) -> @Sendable (E, EventContext, any Transaction) throws -> Void {
        { event, context, transaction in
            let item = FeedItem(workspace: context.workspace, type: type, at: context.emittedAt, data: event)
            try outbox.emit(item, workspace: context.workspace, trace: context.trace, in: transaction)
            transaction.afterCommit { [feed] in feed.wake() }
        }
    }
}
