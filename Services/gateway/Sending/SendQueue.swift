import Bus
import Contracts
import FoundationEssentials
import Runtime
import Store

/// The queue's rows and the events that go with their moves: each function is one step inside a transaction.
struct SendQueue: Sendable {
    let outbox: Outbox
    let metrics: SendMetrics
    /// Wakes the sender.
    let nudge: Nudge

    func add(_ event: MessageToSend, _ context: EventContext, in transaction: any Transaction) throws {
        let content = try String(decoding: JSONEncoder().encode(event.content), as: UTF8.self)
        try transaction.run(
            SendQuery.add,
            event.messageId,
            context.workspace,
            event.channel,
            event.chat.text,
            event.priority.rawValue,
            context.sequence,
            content,
            context.now
        )
        let nudge = nudge
        transaction.afterCommit { nudge.poke() }
    }

    func addReadReceipt(
        _ event: ConversationRead,
        _ context: EventContext,
        in transaction: any Transaction
    ) throws {
        try transaction.run(SendQuery.addReadReceipt, event.channel, event.chat.text, context.now)
        let nudge = nudge
        transaction.afterCommit { nudge.poke() }
    }
}

extension SendQueue {
    /// What a claim found.
    enum Claim: Hashable, Sendable {
        case claimed
        /// Somebody else has it, or it is over.
        case taken
        /// The person wants nothing more from us.
        case refused
    }

    /// Takes a row to be sent now. From here on the provider may have it.
    /// - Parameter bareId: the id it will have at the provider, when that is settled beforehand; it is told before the
    ///   provider hears of the message, so that its echo and acks are known as ours whenever they come.
    func claim(
        _ row: SendRow,
        as claim: String,
        bareId: String?,
        now: Timestamp,
        in transaction: any Transaction
    ) throws -> Claim {
        // Whoever wants nothing more from us may well want less.
        let isLess = row.content.gesture?.kind == .revocation
        guard try isLess || transaction.first(SendQuery.isOptedOut, row.workspace, row.chat.text) == nil else {
            let why = DeliveryError(code: "opted_out", message: "This person asked to get no more messages.")
            return try refuse(row, why, now: now, in: transaction) ? .refused : .taken
        }
        let full = bareId.map { "true_\(row.chat)_\($0)" }
        guard try transaction.run(SendQuery.claim, row.message, claim, now, full, bareId) == 1 else { return .taken }
        if let full, let bareId {
            try tell(row, providerId: full, bareId: bareId, status: nil, at: now, in: transaction)
        }
        return .claimed
    }

    /// Fails a row that waits.
    @discardableResult
    func refuse(
        _ row: SendRow,
        _ why: DeliveryError,
        now: Timestamp,
        in transaction: any Transaction
    ) throws -> Bool {
        guard try transaction.run(SendQuery.refuse, row.message, why.code, now) == 1 else { return false }
        try tell(row, status: .failed, error: why, at: now, in: transaction)
        transaction.afterCommit { [metrics] in metrics.failed.increment() }
        return true
    }

    /// Writes down that the provider has a message.
    /// - Returns: false when that is known already.
    @discardableResult
    func accept(
        _ row: SendRow,
        _ id: ProviderMessageID?,
        now: Timestamp,
        in transaction: any Transaction
    ) throws -> Bool {
        let (full, bare) = (id?.text ?? row.providerId, id?.bare ?? row.bareId)
        guard try settle(row, .sent, nil, full, bare, now, in: transaction) else { return false }
        try tell(row, providerId: full, bareId: bare, status: .sent, at: now, in: transaction)
        transaction.afterCommit { [metrics] in metrics.sent.increment() }
        return true
    }

    /// Writes down that a message will never be sent.
    func reject(_ row: SendRow, _ why: DeliveryError, now: Timestamp, in transaction: any Transaction) throws {
        guard try settle(row, .failed, why.code, nil, nil, now, in: transaction) else { return }
        try tell(row, status: .failed, error: why, at: now, in: transaction)
        transaction.afterCommit { [metrics] in metrics.failed.increment() }
    }

    /// Writes down that nobody knows whether the provider has it. From now on it is looked up, never sent.
    func doubt(
        _ row: SendRow,
        _ why: String,
        answered: Bool,
        checkAt: Timestamp,
        giveUpAt: Timestamp,
        now: Timestamp,
        in transaction: any Transaction
    ) throws {
        let line = row.answer(why, at: now).line
        guard
            try transaction.run(SendQuery.doubt, row.message, row.claim, checkAt, giveUpAt, answered, why, line) == 1
        else { return }
        try tell(
            row,
            providerId: row.providerId,
            bareId: row.bareId,
            status: nil,
            uncertain: true,
            at: now,
            in: transaction
        )
        transaction.afterCommit { [metrics] in metrics.doubted.increment() }
    }

    private func settle(
        _ row: SendRow,
        _ state: SendState,
        _ why: String?,
        _ full: String?,
        _ bare: String?,
        _ now: Timestamp,
        in transaction: any Transaction
    ) throws -> Bool {
        try transaction.run(SendQuery.settle, row.message, row.claim, state, why, full, bare, now) == 1
    }

    private func tell(
        _ row: SendRow,
        providerId: String? = nil,
        bareId: String? = nil,
        status: MessageStatus?,
        uncertain: Bool = false,
        error: DeliveryError? = nil,
        at moment: Timestamp,
        in transaction: any Transaction
    ) throws {
        if row.content.gesture != nil {
            guard status != nil else { return }
            let settled = GestureSettled(channel: row.channel, gesture: row.message, error: error, at: moment)
            return try outbox.emit(settled, workspace: row.workspace, in: transaction)
        }
        let event = DeliveryReported(
            channel: row.channel,
            messageId: row.message,
            providerId: providerId,
            bareId: bareId,
            status: status,
            uncertain: uncertain,
            error: error,
            at: moment
        )
        try outbox.emit(event, workspace: row.workspace, in: transaction)
    }
}
