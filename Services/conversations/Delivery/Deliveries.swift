import Contracts
import Store

/// Applies what is told of messages on their way: the send queue's outcomes and the providers' acks.
///
/// A report is kept as it came. When its message is not known yet, it waits under the key that it names.
struct Deliveries {
    let turn: Turn

    private var messages: Messages { Messages(turn: turn) }
    private var keys: MessageKeys { MessageKeys(turn: turn) }

    func reported(_ event: DeliveryReported) throws {
        let report = Report(event, id: turn.id)
        let key: MessageKey
        if let own = event.messageId {
            key = MessageKey(event.channel, own: own)
        } else if let bare = report.bareId {
            key = MessageKey(event.channel, bare: bare, fromMe: event.fromMe)
        } else {
            return
        }
        guard let stored = try find(key) else {
            try keep(report, key, message: nil)
            return
        }
        guard try keep(report, key, message: stored.id) else { return }
        if key.kind == .own { try link(stored, report) }
        try apply(report, to: stored.id)
    }

    /// The message of a key; when there is none yet, the key has one more that waits.
    private func find(_ key: MessageKey) throws -> StoredMessage? {
        if key.kind == .own, let stored = try messages.find(MessageID(trusted: key.id)) { return stored }
        if let stored = try messages.find(key) { return stored }
        return try keys.wait(for: key).flatMap(messages.find)
    }

    /// - Returns: false when this very report was kept before.
    @discardableResult
    func keep(_ report: Report, _ key: MessageKey, message: MessageID?) throws -> Bool {
        let values: [any SQLBindable] = [
            report.id, turn.workspace, message, key.channel, key.kind, key.id, report.bareId, report.providerId,
            report.status, report.uncertain, report.error?.code, report.error?.message, report.at, turn.now,
        ]
        return try turn.transaction.run(MessageQuery.addReport, arguments: values) == 1
    }

    /// Applies a report to a message that may change at the same time, and tells of it when that changed something.
    func apply(_ report: Report, to id: MessageID) throws {
        while let stored = try messages.find(id) {
            guard stored.message.direction == .outgoing else {
                if let status = report.status, status.rank >= MessageStatus.read.rank, status != .failed {
                    try ReadMarks(turn: turn).readElsewhere(through: stored)
                }
                return
            }
            var changed = stored
            changed.take(report)
            guard changed.message != stored.message || changed.acceptedAt != stored.acceptedAt else { return }
            guard try save(changed, in: stored) else { continue }
            if changed.message.timestamp != stored.message.timestamp {
                try Threads(turn: turn).findNewest(of: stored.message.conversationId)
            }
            return try messages.tellChange(of: changed)
        }
    }

    /// - Returns: false when the row has changed meanwhile.
    private func save(_ changed: StoredMessage, in stored: StoredMessage) throws -> Bool {
        let message = changed.message
        let content = message.content == stored.message.content ? nil : message.content
        let values: [any SQLBindable] = [
            changed.id, changed.revision, message.status, message.uncertain ?? false, message.error?.code,
            message.error?.message, message.providerId, changed.acceptedAt, message.timestamp,
            content.map { JSONColumn($0) },
        ]
        return try turn.transaction.run(MessageQuery.advanceMessage, arguments: values) == 1
    }
}
