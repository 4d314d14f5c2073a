import Contracts
import FoundationEssentials
import Store

/// One message in the send queue.
struct SendRow: Sendable {
    let message: MessageID
    let workspace: WorkspaceID
    let channel: ChannelID
    let chat: ChatID
    let priority: SendPriority
    let content: OutgoingContent
    /// Of whoever has claimed it; nil while it waits.
    var claim: String?
    /// How often it was claimed before.
    let attempts: Int
    let firstTriedAt: Timestamp?
    var claimedAt: Timestamp?
    /// The provider's id, full, as far as we know it.
    var providerId: String?
    /// The part of it that others match by.
    var bareId: String?
    /// Whether the provider answered with an error, so that its request is over.
    let wasAnswered: Bool
    /// Until when it is looked up.
    let giveUpAt: Timestamp?

    /// - Throws: `StoreError`, `DecodingError`, `Malformed`.
    init(_ row: Row) throws {
        message = try row.get("message")
        workspace = try row.get("workspace")
        channel = try row.get("channel")
        chat = try ChatID(row.get("chat"))
        priority = try SendPriority(rawValue: row.get("priority")) ?? .campaign
        let content: String = try row.get("content")
        self.content = try JSONDecoder().decode(OutgoingContent.self, from: Data(content.utf8))
        claim = try row.get("claim")
        attempts = try row.get("attempts")
        firstTriedAt = try row.get("first_tried_at")
        claimedAt = try row.get("claimed_at")
        providerId = try row.get("provider_id")
        bareId = try row.get("bare_id")
        wasAnswered = try row.get("answered")
        giveUpAt = try row.get("give_up_at")
    }

    /// How the call ended that it was claimed for.
    func answer(_ reason: String, at moment: Timestamp) -> SendAnswer {
        SendAnswer(attemptedAt: claimedAt ?? moment, at: moment, reason: reason)
    }
}
