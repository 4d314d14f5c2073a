/// `/api/contacts` and `/api/{session}/contacts`.
extension Simulator {
    func listContacts(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        try await dawdle(faults.querySlow)
        try Self.check(exchange, "sortBy", ["id", "name"])
        try Self.check(exchange, "sortOrder", ["asc", "desc"])
        var known = people.sortedByPhone
        if exchange.query("sortBy") == "name" { known.sort { ($0.name, $0.phone) < ($1.name, $1.phone) } }
        if exchange.query("sortOrder") == "desc" { known.reverse() }
        let scene = scene(session)
        let page = try Self.page(known, exchange, limit: .max)
        return .json(.list(page.map { session.engine.shape.contact($0, scene) }))
    }

    func showContact(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        let id = exchange.path["id"] ?? exchange.query("contactId") ?? ""
        guard let address = Address(id) else { throw Refusal.engine("wid error: invalid wid", exchange) }
        guard let person = people[address] else {
            return .json(["id": .text(address.chatID), "name": "", "pushname": ""])
        }
        return .json(session.engine.shape.contact(person, scene(session)))
    }

    func renameContact(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session)
        let address = try Self.chat(exchange)
        var person = people.meet(address, pushName: nil)
        let names = [exchange.body["firstName"].string, exchange.body["lastName"].string]
        person.savedName = names.compactMap { $0 }.joined(separator: " ")
        people.add(person)
        return .json(["success": true])
    }

    /// True for every number but those among the faults; Brazil's mobile numbers answer without their ninth digit.
    func checkExists(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session)
        try await dawdle(faults.querySlow)
        guard let phone = exchange.query("phone"), case .phone(var digits) = Address(phone) else {
            throw Refusal.engine("phone is not a phone number", exchange)
        }
        if faults.absentNumbers.contains(digits) || digits.utf8.count < 8 { return .json(["numberExists": false]) }
        if digits.hasPrefix("55"), digits.utf8.count == 13 {
            digits.remove(at: digits.index(digits.startIndex, offsetBy: 4))
        }
        return .json(["numberExists": true, "chatId": .text(digits + "@c.us")])
    }

    func about(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session, can: .about)
        return .json(["about": "Hey there! I am using WhatsApp."])
    }

    func block(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session, can: .block)
        return .empty(201)
    }
}

/// `/api/{session}/lids`: unknown ids are null, not 404.
extension Simulator {
    func listLIDs(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session)
        try await dawdle(faults.querySlow)
        let page = try Self.page(people.knownLIDs, exchange, limit: 100)
        return .json(.list(page.map { ["lid": .text($0.lid + "@lid"), "pn": .text($0.phone + "@c.us")] }))
    }

    func countLIDs(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session)
        return .json(["count": .integer(Int64(people.knownLIDs.count))])
    }

    func resolveLID(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session)
        let text = exchange.part("lid")
        guard let address = Address(text.contains("@") ? text : text + "@lid"), address.isLID else {
            throw Refusal.unprocessable("Invalid LID: \(text)")
        }
        let person = people[address]
        let phone = person?.lidIsKnown == true ? person?.address.chatID : nil
        return .json(["lid": .text(address.chatID), "pn": .optional(phone)])
    }

    func resolvePhone(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session)
        guard case .phone(let digits) = Address(exchange.part("phoneNumber")) else {
            throw Refusal.unprocessable("Invalid phone number")
        }
        let person = people[.phone(digits)]
        let lid = person?.lidIsKnown == true ? person?.lid : nil
        return .json(["lid": .optional(lid.map { $0 + "@lid" }), "pn": .text(digits + "@c.us")])
    }
}
