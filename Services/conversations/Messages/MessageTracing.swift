import Contracts
import Store

/// Tells the way of a message from what is kept of it.
struct MessageTracing {
    let workspace: WorkspaceID
    let reader: any Reader

    /// - Throws: `Problem` 404.
    func explain(_ request: ExplainMessage) throws -> MessageTrace {
        let show = ShowMessage(conversation: request.conversation, message: request.message, scope: request.scope)
        let message = try MessageListing(workspace: workspace, reader: reader).show(show)
        guard let row = try reader.first(MessageQuery.messageWay, workspace, message.id) else {
            throw Problem.notFound("message")
        }
        let channel: ChannelID = try row.get(0)
        var hops = try arrival(of: message, received: row.get(1))
        hops += try reports(on: message.id)
        let alterations = try alterations(of: message, on: channel)
        hops += alterations.map(MessageHop.init)
        hops += try refusals(of: message.id)
        let edits = alterations.filter { $0.kind == .edit }.sorted { $0.at < $1.at }.compactMap(\.text)
        let original = try reader.first(AlterationQuery.original, message.id).map(OriginalMessage.init)
        let texts = [original?.body].compactMap(\.self) + edits
        return MessageTrace(
            message: message,
            channel: channel,
            hops: hops.sorted { $0.at < $1.at },
            // What was taken back is kept and not shown.
            formerTexts: message.type == .revoked ? [] : texts.dropLast(edits.isEmpty ? texts.count : 1)
        )
    }

    private func arrival(of message: Message, received: Timestamp?) -> [MessageHop] {
        var hops: [MessageHop] = []
        if message.direction == .incoming || message.source == .app {
            hops.append(MessageHop(.written, at: message.timestamp, providerAt: message.timestamp))
        }
        if let received { hops.append(MessageHop(.received, at: received)) }
        if let stored = message.id.madeAt { hops.append(MessageHop(.stored, at: stored)) }
        return hops
    }

    private func reports(on message: MessageID) throws -> [MessageHop] {
        try reader.rows(MessageQuery.reportsOfMessage, message).map { row in
            let isUncertain: Bool = try row.get(1)
            let (code, text): (String?, String?) = (try row.get(2), try row.get(3))
            return MessageHop(
                .reported,
                at: try row.get(5),
                status: try row.get(0),
                code: code ?? (isUncertain ? "uncertain" : nil),
                detail: text,
                providerAt: try row.get(4)
            )
        }
    }

    private func alterations(of message: Message, on channel: ChannelID) throws -> [Alteration] {
        guard let bare = message.providerId.flatMap({ try? ProviderMessageID($0).bare }) else { return [] }
        return try reader.rows(AlterationQuery.all, workspace, channel, bare)
            .map { row throws(StoreError) in try Alteration(row) }
    }

    private func refusals(of message: MessageID) throws -> [MessageHop] {
        try reader.rows(GestureQuery.refused, message).map { row in
            let kind: MessageAltered.Kind = try row.get(0)
            let text: String? = try row.get(3)
            return MessageHop(
                .refused,
                at: try row.get(1),
                code: try row.get(2),
                detail: text.map { "\(kind.rawValue): \($0)" }
            )
        }
    }
}

extension MessageHop {
    fileprivate init(_ alteration: Alteration) {
        let step: Step =
            switch alteration.kind {
            case .reaction: .reaction
            case .edit: .edit
            case .revocation: .revocation
            case .vote: .vote
            case .call: .call
            }
        self.init(step, at: alteration.at, providerAt: alteration.at)
    }
}

extension MessageID {
    /// When a UUIDv7 was made; nil for an id of another kind.
    fileprivate var madeAt: Timestamp? {
        let digits = text.filter { $0 != "-" }.prefix(12)
        guard text.utf8.count == 36, digits.count == 12 else { return nil }
        return Int64(digits, radix: 16).map { Timestamp(milliseconds: $0) }
    }
}
