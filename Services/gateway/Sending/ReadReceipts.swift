import Contracts
import Runtime
import Store

/// Tells the provider which chats were read: a courtesy that is dropped after a few failures.
struct ReadReceipts: Sendable {
    private static let mostAttempts = 3

    let store: any Store
    let clock: WallClock
    let logger: Logger

    struct Receipt: Sendable {
        let chat: ChatID
        let attempts: Int
        let dueAt: Timestamp
    }

    /// Two at a time: they are the least urgent calls.
    func due(of channel: ChannelID, now: Timestamp) async throws -> [Receipt] {
        try await store.read { reader in
            try reader.rows(SendQuery.nextReadReceipts, channel, now, 2).map { row in
                try Receipt(
                    chat: ChatID(row.get("chat")),
                    attempts: row.get("attempts"),
                    dueAt: row.get("due_at")
                )
            }
        }
    }

    func tell(_ receipt: Receipt, on channel: Channel, _ client: WAHAClient) async {
        var isOver = true
        do throws(WAHAError) {
            try await client.markChatAsRead(channel.session, receipt.chat)
        } catch {
            logger.debug("a chat could not be marked as read", ["channel": channel.id, "error": "\(error)"])
            isOver = receipt.attempts + 1 >= Self.mostAttempts
        }
        let (isDone, next) = (isOver, clock.now() + .seconds(20))
        do {
            try await store.write { transaction in
                let chat = receipt.chat.text
                if isDone {
                    try transaction.run(SendQuery.endReadReceipt, channel.id, chat, receipt.dueAt)
                } else {
                    try transaction.run(SendQuery.retryReadReceipt, channel.id, chat, receipt.dueAt, next)
                }
            }
        } catch {
            logger.debug("a read receipt could not be stored", ["channel": channel.id, "error": "\(error)"])
        }
    }
}
