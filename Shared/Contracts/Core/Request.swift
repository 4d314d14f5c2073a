/// A question or a command that one service answers.
package protocol Request: Codable, Sendable {
    associatedtype Reply: Codable & Sendable
    /// `conversations.list`.
    static var name: String { get }
    static var service: ServiceName { get }
    /// Requests with one key are answered by one instance, in order; nil when any instance may answer.
    var laneKey: String? { get }
}

/// The reply to a command that has nothing to say but that it is done.
package struct Done: Codable, Hashable, Sendable {
    package init() {}
}

/// One page of a list.
package struct Page<Item: Codable & Sendable>: Codable, Sendable {
    package var items: [Item]
    /// Opaque; the next page begins after it. Nil on the last page.
    package var nextCursor: String?
    package var hasMore: Bool

    package init(items: [Item], nextCursor: String?) {
        self.items = items
        self.nextCursor = nextCursor
        hasMore = nextCursor != nil
    }
}

extension Page: Equatable where Item: Equatable {}
