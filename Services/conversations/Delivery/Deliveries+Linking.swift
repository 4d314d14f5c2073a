import Contracts
import FoundationEssentials
import Store

extension Deliveries {
    /// A report names the provider's id of one of our messages: what the provider has told under that id is this
    /// message's from now on.
    func link(_ stored: StoredMessage, _ report: Report) throws {
        guard let bare = report.bareId else { return }
        let key = MessageKey(stored.channel, bare: bare, fromMe: true)
        let claim = try MessageKeys(turn: turn).claim(key, for: stored.id)
        if claim.message != stored.id { try absorb(claim.message, into: stored, key) }
        if claim.parked > 0 { try takeParked(key, for: stored.id) }
    }

    /// Applies what has waited for a message under a key: reports, an echo, and what changes it.
    /// - Returns: the reports, in no order.
    @discardableResult
    func takeParked(_ key: MessageKey, for id: MessageID) throws -> [Report] {
        var reports = try turn.transaction
            .rows(MessageQuery.takeParkedReports, arguments: key.columns(turn.workspace) + [id])
            .map { row throws(StoreError) in try Report(row) }
        if let echo = try takeEcho(key) {
            let report = Report(echo: echo, id: "\(turn.id).echo")
            if try keep(report, key, message: id) { reports.append(report) }
        }
        try MessageKeys(turn: turn).clear(key)
        for report in reports { try apply(report, to: id) }
        if key.kind != .own { try Alterations(turn: turn).settle(id, knownAs: key.id) }
        return reports
    }

    private func takeEcho(_ key: MessageKey) throws -> MessageReceived? {
        guard key.kind == .outgoing else { return nil }
        return try Echoes(turn: turn).take(key)
    }

    /// The provider's copy of our message was taken for one written elsewhere, because its id was told too late. The
    /// copy goes, and all that was told of it is the message's.
    private func absorb(_ copy: MessageID, into stored: StoredMessage, _ key: MessageKey) throws {
        guard let other = try Messages(turn: turn).find(copy), !other.ours else { return }
        try MessageKeys(turn: turn).move(key, to: stored.id)
        let reports = try turn.transaction
            .rows(MessageQuery.takeReportsOfMessage, copy, stored.id)
            .map { row throws(StoreError) in try Report(row) }
        try turn.transaction.run(MessageQuery.removeMessage, copy)
        try Threads(turn: turn).findNewest(of: other.message.conversationId)
        let accepted = Report(copy: other, bareId: key.id, id: "\(turn.id).copy")
        try keep(accepted, key, message: stored.id)
        for report in reports + [accepted] { try apply(report, to: stored.id) }
        try Alterations(turn: turn).settle(stored.id, knownAs: key.id)
        let thread = try Threads(turn: turn).change(other.message.conversationId)
        try turn.emit(ConversationChanged(conversation: thread.summary(in: turn.transaction)))
    }
}
