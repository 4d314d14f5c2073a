/// The newest replies to requests whose work cannot be remembered in a transaction, to repeat them to a retry.
struct RecentReplies {
    private static let limit = 512

    private var replies: [String: ReplyMessage] = [:]
    /// Oldest first; a ring once it is full.
    private var order: [String] = []
    private var oldest = 0

    subscript(id: String) -> ReplyMessage? { replies[id] }

    mutating func remember(_ reply: ReplyMessage) {
        guard replies.updateValue(reply, forKey: reply.id) == nil else { return }
        guard order.count == Self.limit else { return order.append(reply.id) }
        replies[order[oldest]] = nil
        order[oldest] = reply.id
        oldest = (oldest + 1) % Self.limit
    }
}
