/// When the event of a message leaves.
enum Telling: Sendable {
    case now
    /// The caller sees to it.
    case later
    /// It is history.
    case never
}

/// People write.
extension Simulator {
    /// Puts a message into its chat and tells it.
    /// - Parameter telling: when its event leaves.
    @discardableResult
    func receive(_ incoming: Incoming, telling: Telling = .now) -> Message? {
        guard let session = sessions[incoming.session] else { return nil }
        let person = people.meet(incoming.from, pushName: incoming.pushName)
        let message = message(incoming, from: person, session)
        let isNew = keep(message, session.name)
        if isNew {
            let phone = incoming.group == nil ? person.phone : ""
            self.incoming.add(message, phone: phone, session: session.name, isTold: telling != .never)
        }
        if telling == .now { tell(message, of: session.name) }
        return message
    }

    private func message(_ incoming: Incoming, from person: Person, _ session: Session) -> Message {
        let address = address(of: person, incoming)
        var message = Message(
            bareID: incoming.bareID ?? (incoming.isOwn ? "3EB0" : "3A") + dice.hex(18),
            chat: incoming.group ?? address,
            fromMe: incoming.isOwn,
            participant: incoming.group == nil ? nil : incoming.isOwn ? session.account.address : address,
            milliseconds: incoming.milliseconds ?? Moment.now.milliseconds,
            pushName: incoming.isOwn ? session.account.pushName : incoming.pushName ?? person.pushName,
            ack: incoming.isOwn ? .server : session.engine == .webjs ? .server : .device,
            content: incoming.content
        )
        message.alternativeJID = alternative(of: person, address, incoming, session)
        message.quote = incoming.replyTo.flatMap { quote($0, session) }
        return message
    }

    private func address(of person: Person, _ incoming: Incoming) -> Address {
        switch (incoming.addressing, person.lid) {
        case (.lid, .some(let lid)): .lid(lid)
        default: person.address
        }
    }

    /// The other address: the phone beside the hidden id, and the hidden id beside the phone.
    private func alternative(of person: Person, _ address: Address, _ incoming: Incoming, _ session: Session) -> String?
    {
        let other: Address? = address.isLID ? person.address : person.lid.map { .lid($0) }
        switch incoming.alternative {
        case .present: return other?.jid ?? ""
        case .device: return other?.jid(device: 3) ?? ""
        case .empty: return ""
        case .missing: return nil
        }
    }
}
