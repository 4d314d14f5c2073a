import Contracts

extension Message {
    /// What the message is after all that has changed it, whatever the order in which that was told.
    /// - Parameters:
    ///   - original: what it was first.
    ///   - media: its file, while it has one.
    mutating func take(_ alterations: [Alteration], original: OriginalMessage, media file: MessageMedia?) {
        let alterations = alterations.sorted { ($0.at, $0.slot) < ($1.at, $1.slot) }
        (type, body, content, media) = (original.type, original.body, original.content, file)
        (editedAt, revokedAt, reactions) = (nil, nil, nil)
        if let first = alterations.first(where: { $0.kind == .revocation }) {
            revokedAt = first.at
            (type, body, content, media) = (.revoked, nil, nil, nil)
            return
        }
        takeEdits(alterations.filter { $0.kind == .edit })
        takeVotes(alterations.filter { $0.kind == .vote })
        takeOutcome(alterations.filter { $0.kind == .call })
        reactions = Self.reactions(alterations.filter { $0.kind == .reaction })
    }

    /// The text of the newest; told again, it is as old as when it was first told.
    private mutating func takeEdits(_ edits: [Alteration]) {
        guard let last = edits.last else { return }
        body = last.text
        editedAt = edits.reversed().prefix { $0.text == last.text }.last?.at
        content?.link = nil
        content = content?.nilIfEmpty
    }

    private mutating func takeVotes(_ votes: [Alteration]) {
        guard type == .poll, !votes.isEmpty else { return }
        var poll = content?.poll ?? MessagePoll(question: body ?? "", options: [], multiple: true)
        let known = Set(poll.options.map(\.text))
        let unknown = Set(votes.flatMap { $0.options ?? [] }).subtracting(known)
        poll.options += unknown.sorted().map { MessagePoll.Option(text: $0) }
        for index in poll.options.indices {
            let text = poll.options[index].text
            let voters = votes.filter { $0.options?.contains(text) == true }.map(\.actor)
            poll.options[index].votes = voters.count
            poll.options[index].voters = voters
        }
        var content = content ?? MessageContent()
        content.poll = poll
        self.content = content
    }

    /// Whoever has taken it has taken it, although it ended later.
    private mutating func takeOutcome(_ outcomes: [Alteration]) {
        let told = outcomes.compactMap { $0.text.flatMap(MessageCall.Outcome.init) }
        guard let outcome = told.first(where: { $0 == .accepted }) ?? told.first else { return }
        content?.call?.outcome = outcome
    }

    private static func reactions(_ alterations: [Alteration]) -> [MessageReaction]? {
        var senders: [String: [MessageActor]] = [:]
        var order: [String] = []
        for alteration in alterations {
            guard let emoji = alteration.text, !emoji.isEmpty else { continue }
            if senders[emoji] == nil { order.append(emoji) }
            senders[emoji, default: []].append(alteration.actor)
        }
        let found = order.map { MessageReaction(emoji: $0, senders: senders[$0] ?? []) }
        // Stable: of equal counts the first one stays first.
        let sorted = found.enumerated().sorted {
            ($1.element.count, $0.offset) < ($0.element.count, $1.offset)
        }
        return sorted.isEmpty ? nil : sorted.map(\.element)
    }
}
