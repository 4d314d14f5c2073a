/// `/simulator/...` for what is no message: votes and calls.
/// - Source: the WAHA fact sheet, 8.8.
extension Simulator {
    /// Somebody votes: what they choose takes the place of what they chose before.
    func vote(
        _ options: [String],
        on poll: Message,
        by voter: Address,
        fromMe: Bool = false,
        _ session: Session
    ) {
        books[session.name]?.change(poll.fullID) { $0.votes[voter.chatID] = options.isEmpty ? nil : options }
        let isGroup = poll.chat.isGroup
        let vote = Message(
            bareID: "3EB0" + dice.hex(18),
            chat: poll.chat,
            fromMe: fromMe,
            participant: isGroup ? voter : nil,
            milliseconds: Moment.now.milliseconds,
            ack: .device,
            content: .text("")
        )
        let own = session.account.address.chatID
        let payload: Body = [
            "vote": [
                "id": .text(vote.fullID),
                "from": .text(voter.chatID),
                "to": .text(isGroup || fromMe ? poll.chat.chatID : poll.fromMe ? "me" : own),
                "fromMe": .bool(fromMe),
                "participant": isGroup ? .text(voter.chatID) : .absent,
                "selectedOptions": .texts(options),
                "timestamp": .integer(session.engine == .gows ? vote.milliseconds : vote.seconds),
            ],
            "poll": [
                "id": .text(poll.fullID),
                "from": .text(poll.fromMe ? "me" : fromMe ? poll.chat.chatID : voter.chatID),
                "to": .text(poll.fromMe ? poll.chat.chatID : "me"),
                "fromMe": .bool(poll.fromMe),
                "participant": .absent,
            ],
            "_data": [:],
        ]
        tell("poll.vote", payload, of: session.name)
    }

    /// `POST /simulator/call`: somebody calls; `outcome` is `accepted` or `rejected`, which a missed call is as well, and
    /// nothing while it rings.
    func call(_ exchange: Exchange) async throws -> Answer {
        let body = exchange.body
        let session = try known(body["session"].string ?? "default")
        guard let from = body["from"].word.flatMap(Address.init) else {
            throw Refusal.badRequest(["from must be a phone number or a chat id"])
        }
        let person = people.meet(from, pushName: nil)
        let id = body["id"].string ?? dice.hex(32)
        let payload: Body = [
            "id": .text(id), "from": .text((from.isLID ? from : person.address).chatID),
            "timestamp": .integer(Moment.now.seconds), "isVideo": .bool(body["video"].flag ?? false), "isGroup": false,
            "_data": session.engine == .gows ? ["CallCreator": .text(person.address.jid(device: 0))] : [:],
        ]
        tell("call.received", payload, of: session.name)
        switch body["outcome"].string {
        case "accepted": if session.engine != .webjs { tell("call.accepted", payload, of: session.name) }
        case "rejected": tell("call.rejected", payload, of: session.name)
        case nil: break
        case .some: throw Refusal.badRequest(["outcome must be accepted or rejected"])
        }
        return .created(["id": .text(id)])
    }
}
