import Bus
import Contracts
import Store

/// Puts what the services tell into the feed, in the transaction that hears it.
struct FeedWriter: Sendable {
    let outbox: Outbox
    let feed: LiveFeed

    /// - Parameters:
    ///   - branch: whose people alone see it besides those who see all branches; nil for everybody.
    ///   - staff: the one person who sees it; nil for what is not for one alone.
    func tell<E: Event>(
        _ type: FeedItemType,
        branch: @escaping @Sendable (E) -> String? = { _ in nil },
        to staff: @escaping @Sendable (E) -> StaffID? = { _ in nil }
    ) -> @Sendable (E, EventContext, any Transaction) throws -> Void {
        { event, context, transaction in
            let (workspace, at) = (context.workspace, context.emittedAt)
            let item = FeedItem(
                workspace: workspace,
                type: type,
                at: at,
                branch: branch(event),
                staff: staff(event),
                data: event
            )
            try outbox.emit(item, workspace: workspace, trace: context.trace, in: transaction)
            transaction.afterCommit { [feed] in feed.wake() }
        }
    }
}
