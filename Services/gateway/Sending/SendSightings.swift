import Contracts
import Runtime
import Store

/// Settles sends by what is seen of them: the echo of a message, or its acks, prove that the provider has it.
struct SendSightings: Sendable {
    /// How far the provider's clock may be off ours.
    static let slack = Duration.seconds(60)

    let queue: SendQueue
    let clock: WallClock

    /// An own message was seen at the provider.
    func saw(_ message: MessageReceived, of channel: Channel, in transaction: any Transaction) throws {
        let chat = message.source == .app ? nil : message.chat.text
        let rows = try transaction.rows(SendQuery.seen, channel.id, message.providerId.bare, chat).map {
            try SendRow($0)
        }
        if let row = rows.first(where: { $0.bareId == message.providerId.bare }) {
            return try settle(row, message.providerId, in: transaction)
        }
        // A late echo of one that is settled must not be taken for the next, which may look the same.
        guard let row = rows.first(where: { $0.bareId == nil && Self.isSame($0, message) }),
            try transaction.first(SendQuery.owner, channel.id, row.chat.text, message.providerId.bare) == nil
        else { return }
        try settle(row, message.providerId, in: transaction)
    }

    /// An own message has come further.
    func saw(_ report: DeliveryReported, of channel: Channel, in transaction: any Transaction) throws {
        guard report.status != .failed, let bare = report.bareId,
            let seen = try transaction.first(SendQuery.seen, channel.id, bare, String?.none)
        else { return }
        let id = report.providerId.flatMap { try? ProviderMessageID($0) }
        try settle(SendRow(seen), id, in: transaction)
    }

    private func settle(_ row: SendRow, _ id: ProviderMessageID?, in transaction: any Transaction) throws {
        guard try queue.accept(row, id, now: clock.now(), in: transaction) else { return }
        let (metrics, nudge) = (queue.metrics, queue.nudge)
        transaction.afterCommit {
            metrics.settled.increment()
            nudge.poke()
        }
    }

    /// Whether a message without a known id is this one: since its chat has nothing else of ours on the way, the same
    /// content at the right time is enough.
    static func isSame(_ row: SendRow, _ message: MessageReceived) -> Bool {
        let from = (row.claimedAt ?? message.timestamp) - slack
        let until = row.giveUpAt.map { $0 + slack } ?? message.timestamp
        guard message.timestamp >= from, message.timestamp <= until, row.content.gesture == nil else { return false }
        let (held, seen) = (row.content.content, message.content)
        switch row.content.type {
        case .text, .buttons, .list: return message.body == row.content.text
        case .location:
            guard let held = held?.location, let seen = seen?.location else { return false }
            return abs(held.latitude - seen.latitude) < 1e-4 && abs(held.longitude - seen.longitude) < 1e-4
        case .contact:
            guard let held = held?.contacts else { return false }
            return seen?.contacts?.map(\.name) == held.map(\.name)
        case .poll: return message.type == .poll && message.body == held?.poll?.question
        default:
            return message.media != nil && Self.kinds(of: row.content.type).contains(message.type)
                && (row.content.text ?? "") == (message.body ?? "")
        }
    }

    /// What a file that is sent as one kind may be seen as: engines have fewer words for files than we do.
    private static func kinds(of type: MessageKind) -> Set<MessageKind> {
        switch type {
        case .video: [.video, .gif]
        case .voice: [.voice, .audio]
        case .sticker: [.sticker, .image]
        case .document, .audio: [.document, .audio, .voice]
        default: [type]
        }
    }
}
