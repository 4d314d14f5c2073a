/// `/api/{session}/groups`.
extension Simulator {
    func listGroups(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        try await dawdle(faults.querySlow)
        if dice.hits(faults.rateOverlimit) { throw Refusal.engine("rate-overlimit", exchange) }
        let groups = people.groups.values.sorted { $0.id < $1.id }
        let scene = scene(session)
        let page = try Self.page(groups, exchange, limit: .max)
        return .json(.list(page.map { session.engine.shape.group($0, people, scene) }))
    }

    func createGroup(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        guard let subject = exchange.body["name"].string else {
            throw Refusal.badRequest(["name must be a string"])
        }
        let own = Group.Participant(phone: session.account.phone, role: "superadmin")
        let group = Group(
            id: "120363" + String(100_000_000_000 + dice.next() % 900_000_000_000),
            subject: subject,
            participants: [own] + Self.participants(exchange)
        )
        people.groups[group.id] = group
        tellJoin(group, session)
        return .created(session.engine.shape.group(group, people, scene(session)))
    }

    private static func participants(_ exchange: Exchange) -> [Group.Participant] {
        exchange.body["participants"].items.compactMap { participant in
            guard let address = participant["id"].word.flatMap(Address.init) else { return nil }
            return Group.Participant(phone: address.user)
        }
    }

    func countGroups(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session)
        return .json(["count": .integer(Int64(people.groups.count))])
    }

    func refreshGroups(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session)
        return .json(["success": true])
    }

    func showGroup(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        return .json(session.engine.shape.group(try group(exchange), people, scene(session)))
    }

    func leaveGroup(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let group = try group(exchange)
        people.groups[group.id] = nil
        tell("group.v2.leave", groupEvent(group), of: session.name)
        return .json(["success": true])
    }

    func listParticipants(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let body = session.engine.shape.group(try group(exchange), people, scene(session))
        let keys = ["Participants", "participants"]
        let list = keys.map { body[$0] }.first { !$0.isNothing }
        return .json(list ?? body["groupMetadata"]["participants"])
    }

    /// The same for all engines: by hidden id where there is one, with the phone beside it.
    func listParticipantsV2(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session)
        return .json(participants(of: try group(exchange)))
    }

    func participants(of group: Group) -> Body {
        .list(
            group.participants.map { participant in
                let lid = people[.phone(participant.phone)]?.lid
                return [
                    "id": .text(lid.map { $0 + "@lid" } ?? participant.phone + "@c.us"),
                    "pn": .text(participant.phone + "@c.us"),
                    "role": .text(participant.role),
                ]
            }
        )
    }

    func setSubject(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let group = try group(exchange)
        let subject = exchange.body["subject"].string ?? group.subject
        people.groups[group.id]?.subject = subject
        books[session.name]?[group.address]?.name = subject
        tell("group.v2.update", groupEvent(group, ["subject": .text(subject)]), of: session.name)
        return .json(["success": true])
    }

    func setDescription(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let group = try group(exchange)
        let text = exchange.body["description"].string ?? ""
        people.groups[group.id]?.description = text
        tell("group.v2.update", groupEvent(group, ["description": .text(text)]), of: session.name)
        return .json(["success": true])
    }

    /// - Throws: ``Refusal`` with 500 for a group that is not there.
    func group(_ exchange: Exchange) throws -> Group {
        guard let address = Address(exchange.part("id")), let group = people.groups[address.user] else {
            throw Refusal.engine("item-not-found", exchange)
        }
        return group
    }
}

/// Group events; their timestamp is in milliseconds on GOWS and NOWEB, against the documents.
extension Simulator {
    func groupEvent(_ group: Group, _ changes: Body = [:]) -> Body {
        [
            "timestamp": .integer(Moment.now.milliseconds),
            "group": Body.object([Body.Member(key: "id", value: .text(group.address.chatID))]).merging(changes),
            "_data": [:],
        ]
    }

    func tellJoin(_ group: Group, _ session: Session) {
        let details: Body = [
            "subject": .text(group.subject),
            "description": .text(group.description),
            "invite": "https://chat.whatsapp.com/ABCDEFGHIJKLMNOPQRSTUV",
            "membersCanAddNewMember": true,
            "membersCanSendMessages": true,
            "newMembersApprovalRequired": false,
            "participants": participants(of: group),
        ]
        tell("group.v2.join", groupEvent(group, details), of: session.name)
    }

    /// - Parameter change: `join`, `leave`, `promote` or `demote`.
    func changeParticipants(_ change: String, _ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let old = try group(exchange)
        let named = Set(Self.participants(exchange).map(\.phone))
        var group = old
        switch change {
        case "join": group.participants += named.sorted().map { Group.Participant(phone: $0) }
        case "leave": group.participants.removeAll { named.contains($0.phone) }
        default:
            for index in group.participants.indices where named.contains(group.participants[index].phone) {
                group.participants[index].role = change == "promote" ? "admin" : "participant"
            }
        }
        people.groups[group.id] = group
        var affected = change == "leave" ? old : group
        affected.participants.removeAll { !named.contains($0.phone) }
        let event = groupEvent(group).merging([
            "type": .text(change), "participants": participants(of: affected),
        ])
        tell("group.v2.participants", event, of: session.name)
        return .json(.list(named.sorted().map { ["id": .text($0 + "@c.us"), "status": 200] }))
    }
}
