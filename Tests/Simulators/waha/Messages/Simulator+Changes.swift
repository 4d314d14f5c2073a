/// Edits, revokes and reactions, as events tell them.
/// - Source: the WAHA fact sheet, 8.5 and 8.6.
extension Simulator {
    func edit(_ message: Message, to text: String, _ session: Session) {
        let changed = books[session.name]?.change(message.fullID) { message in
            if case .file(let attachment, _) = message.content {
                message.content = .file(attachment, caption: text)
            } else {
                message.content = .text(text)
            }
        }
        guard var edited = changed else { return }
        if session.engine != .webjs { edited.bareID = "3EB0" + dice.hex(18) }
        edited.milliseconds = Moment.now.milliseconds
        let body = session.engine.shape.message(edited, scene(session))
        tell("message.edited", body.merging(["editedMessageId": .text(message.bareID)]), of: session.name)
    }

    /// - Parameter before: the message as it was; nil when the revoke overtakes it.
    func revoke(_ bareID: String, in chat: Address, fromMe: Bool, before: Message?, _ session: Session) {
        if let before { books[session.name]?.remove(before.fullID) }
        let action = Message(
            bareID: session.engine == .webjs ? bareID : "3EB0" + dice.hex(18),
            chat: chat,
            fromMe: fromMe,
            participant: before?.participant,
            milliseconds: Moment.now.milliseconds,
            ack: fromMe ? .server : .device,
            content: session.engine == .webjs ? .system(type: "revoked") : .text("")
        )
        let shape = session.engine.shape
        let scene = scene(session)
        let tellsBefore = session.engine == .webjs
        let raw: Body = ["protocolMessageKey": ["id": .text(bareID), "fromMe": .bool(fromMe)]]
        let payload: Body = [
            "revokedMessageId": tellsBefore && before == nil ? .absent : .text(bareID),
            "after": shape.message(action, scene),
            "before": tellsBefore ? before.map { shape.message($0, scene) } ?? nil : nil,
            "_data": tellsBefore ? raw : shape.raw(action, scene),
        ]
        tell("message.revoked", payload, of: session.name)
    }

    /// - Parameter text: empty takes the reaction back.
    func tellReaction(_ text: String, to message: Message, by reactor: Address, fromMe: Bool, _ session: Session) {
        books[session.name]?.change(message.fullID) { $0.reactions[reactor.chatID] = text.isEmpty ? nil : text }
        let action = Message(
            bareID: "3EB0" + dice.hex(18),
            chat: message.chat,
            fromMe: fromMe,
            participant: message.chat.isGroup ? reactor : nil,
            milliseconds: Moment.now.milliseconds,
            source: fromMe ? .api : .app,
            ack: .device,
            content: .text(text)
        )
        let ends = session.engine.shape.ends(of: action, scene(session))
        // The key of the target is the reactor's own on GOWS: its direction and chat say nothing.
        var target = message
        if session.engine == .gows { target.fromMe = fromMe }
        let payload: Body = [
            "id": .text(action.fullID),
            "timestamp": session.engine == .webjs
                ? .number(Double(action.milliseconds) / 1_000) : .integer(action.seconds),
            "from": ends.from,
            "fromMe": .bool(fromMe),
            "source": .text(action.source.rawValue),
            "to": ends.to,
            "participant": ends.participant,
            "reaction": ["text": .text(text), "messageId": .text(target.fullID)],
        ]
        tell("message.reaction", payload, of: session.name)
    }
}
