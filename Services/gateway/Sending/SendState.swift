import Store

/// Where a message is on its way out.
enum SendState: String, CaseIterable, Sendable, SQLBindable, SQLReadable {
    case queued
    /// Claimed: the provider may have it at any moment.
    case sending
    /// Nobody knows whether the provider has it; it is being looked up, and the chat waits.
    case checking
    /// Nobody could find out in time. The chat goes on; it is never sent again.
    case uncertain
    case sent, failed
}
