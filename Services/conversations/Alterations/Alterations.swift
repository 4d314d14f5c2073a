import Contracts
import Store

/// Applies what changes messages that were sent before, in whatever order it is told.
///
/// All of it is kept, and a message is made of what it was first and all that changed it; so the end is the same
/// whatever came first, and what is told twice changes nothing.
struct Alterations {
    let turn: Turn

    private var transaction: any Transaction { turn.transaction }
    private var messages: Messages { Messages(turn: turn) }

    func heard(_ event: MessageAltered) throws {
        if event.chat.kind == .group, let lid = event.by.chatId, lid.kind == .lid, let phone = event.by.phoneNumber {
            try HiddenIDs(turn: turn).told(lid, phone)
        }
        guard try !isOurs(event), try put(Alteration(event), on: event.target, of: event.channel) else { return }
        for id in try targets(event.target, of: event.channel) { try settle(id, knownAs: event.target) }
    }

    /// Whether it tells what was done through Mynah and shows already.
    private func isOurs(_ event: MessageAltered) throws -> Bool {
        guard event.by.fromMe, event.kind == .reaction else { return false }
        let slot = Alteration(event).slot
        let key: [any SQLBindable] = [turn.workspace, event.channel, event.target, event.kind, slot]
        let known = try transaction.first(GestureQuery.alteration, arguments: key).map(Alteration.init)
        return known?.actor.staff != nil && known?.text == event.text
    }

    /// - Returns: false when it is known, or a newer one is.
    func put(_ alteration: Alteration, on target: String, of channel: ChannelID) throws -> Bool {
        let values: [any SQLBindable] = [
            turn.workspace, channel, target, alteration.kind, alteration.slot, JSONColumn(alteration.actor),
            alteration.text, alteration.options.map { JSONColumn($0) }, alteration.at,
        ]
        return try transaction.run(AlterationQuery.put, arguments: values) == 1
    }

    /// Brings a message to what it is after all that has changed it, and tells of it when that is something else.
    /// - Parameter bare: the provider's bare id of it.
    func settle(_ id: MessageID, knownAs bare: String) throws {
        while let stored = try messages.find(id) {
            let told = try transaction.rows(AlterationQuery.all, turn.workspace, stored.channel, bare)
                .map { row throws(StoreError) in try Alteration(row) }
            let alterations = try OnePerPerson(turn.workspace, transaction).of(told, in: stored.chat)
            let original = try transaction.first(AlterationQuery.original, id).map(OriginalMessage.init)
            // Without any it is what it was, unless one was just withdrawn.
            guard !alterations.isEmpty || original != nil || stored.message.reactions != nil else { return }
            var changed = stored
            changed.message.take(
                alterations,
                original: original ?? OriginalMessage(stored.message),
                media: try media(original, of: stored)
            )
            guard changed.message != stored.message else { return }
            if original == nil, changed.message.saysOtherwise(than: stored.message) { try keep(stored.message) }
            guard try messages.save(changed) else { continue }
            return try messages.tellChange(of: changed)
        }
    }

    /// It turned out who a hidden id is: what was told under it may be of one with what was told under the number.
    func learnt(_ lid: ChatID) throws {
        for row in try transaction.rows(AlterationQuery.alteredBy, turn.workspace, lid.text) {
            let (channel, target): (ChannelID, String) = (try row.get(0), try row.get(1))
            let known = try transaction.rows(AlterationQuery.messagesKnownAs, turn.workspace, channel, target)
            for row in known { try settle(try StoredMessage(row).id, knownAs: target) }
        }
    }

    /// The file it had first, which a revocation has taken off it.
    private func media(_ original: OriginalMessage?, of stored: StoredMessage) throws -> MessageMedia? {
        guard let id = original?.media, stored.message.media == nil else { return stored.message.media }
        return try messages.claim(MessageMedia(id: id, state: .pending, mimetype: nil, filename: nil, size: nil))
    }

    private func keep(_ message: Message) throws {
        try transaction.run(
            AlterationQuery.keepOriginal,
            message.id,
            message.type,
            message.body,
            message.content.map { JSONColumn($0) },
            message.media?.id
        )
    }

    /// The messages of a bare id. When there is none yet, one more waits for it, in either direction.
    private func targets(_ bare: String, of channel: ChannelID) throws -> [MessageID] {
        let known = try transaction.rows(AlterationQuery.messagesKnownAs, turn.workspace, channel, bare)
            .map { row throws(StoreError) in try StoredMessage(row).id }
        guard known.isEmpty else { return known }
        let keys = [false, true].map { MessageKey(channel, bare: bare, fromMe: $0) }
        return try keys.compactMap { try MessageKeys(turn: turn).wait(for: $0) }
    }
}

extension Message {
    /// Whether it says something else, and not only has other reactions.
    fileprivate func saysOtherwise(than other: Message) -> Bool {
        type != other.type || body != other.body || content != other.content || media?.id != other.media?.id
    }
}
