/// Telling: webhooks and sockets.
extension Simulator {
    /// Tells an event to everybody who wants it, with the faults that are set.
    func tell(_ event: String, _ payload: Body, of name: String, at moment: Moment = .now) {
        guard var session = sessions[name] else { return }
        if dice.hits(faults.deaf) { return }
        if event != "session.status" {
            sessions[name]?.activity = .now
            session.activity = .now
        }
        let targets = (session.targets + options.globalTargets).filter { $0.events.wants(event) }
        guard !targets.isEmpty || sockets.isWanted(event, name) else { return }
        let envelope = Envelope(event, payload, of: session, at: moment, dice: &dice)
        for target in targets { post(envelope, to: target) }
        sockets.tell(envelope)
    }

    private func post(_ envelope: Envelope, to target: WebhookTarget) {
        if dice.hits(faults.loseWebhooks) { return sender.lose(envelope.event) }
        var delivery = Delivery(
            requestID: dice.base32(26),
            target: target,
            event: envelope.event,
            body: envelope.bytes,
            timestamp: envelope.moment.milliseconds
        )
        delivery.isSigned = !dice.hits(faults.unsignedWebhooks)
        delivery.isTampered = dice.hits(faults.tamperedWebhooks)
        var delay = Int64(faults.delayWebhooks)
        if dice.hits(faults.reorderWebhooks) { delay += Int64.random(in: 20...500, using: &dice) }
        sender.post(delivery, after: .milliseconds(delay))
        if dice.hits(faults.duplicateWebhooks) {
            delivery.requestID = dice.base32(26)
            let later = delay + Int64.random(in: 0...300, using: &dice)
            sender.post(delivery, after: .milliseconds(later), isDuplicate: true)
        }
    }

    /// Tells of a new message: `message` for what came in, and `message.any` for all, each with an id of its own.
    func tell(_ message: Message, of name: String) {
        guard let session = sessions[name], session.status == .working, !session.ignores(message.chat) else { return }
        switch (message.content, session.engine) {
        case (.waiting, .gows), (.system, .gows), (.system, .noweb): return
        default: break
        }
        let payload = session.engine.shape.message(message, scene(session))
        if case (.waiting, .webjs) = (message.content, session.engine) {
            return tell("message.waiting", payload, of: name)
        }
        let moment = books[name]?[message.chat]?.tellingMoment() ?? .now
        if !message.fromMe { tell("message", payload, of: name, at: moment) }
        tell("message.any", payload, of: name, at: moment)
    }

    /// Tells an ack, of a group or of a direct chat.
    func tell(_ ack: Ack, of message: Message, by reader: Address?, in name: String) {
        guard let session = sessions[name], session.status == .working else { return }
        var told = message
        if dice.hits(faults.ackWithLid), let lid = people[message.chat]?.lid { told.chat = .lid(lid) }
        let payload = session.engine.shape.ack(told, ack, by: reader, scene(session))
        tell(message.chat.isGroup ? "message.ack.group" : "message.ack", payload, of: name)
    }
}
