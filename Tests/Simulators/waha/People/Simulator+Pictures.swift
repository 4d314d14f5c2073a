/// Pictures of people and groups, asked for in three ways.
extension Simulator {
    func profilePicture(_ exchange: Exchange) async throws -> Answer {
        try await .json(["profilePictureURL": picture(exchange.query("contactId"), exchange)])
    }

    /// Of a chat, or of a group by the route of groups.
    func chatPicture(_ exchange: Exchange) async throws -> Answer {
        try await .json(["url": picture(exchange.path["chatId"] ?? exchange.path["id"], exchange)])
    }

    /// An address on a foreign host that anybody may read, and that says when it ends; null for who shows none.
    private func picture(_ id: String?, _ exchange: Exchange) async throws -> Body {
        let session = try await working(exchange.session)
        try await dawdle(faults.querySlow)
        pictureRequests += 1
        guard let address = id.flatMap(Address.init) else { throw Refusal.engine("wid error: invalid wid", exchange) }
        let person = people[address]
        guard let tone = person?.picture ?? people.groups[address.user]?.picture else { return .null }
        let name = "profile-\(person?.phone ?? address.user)-\(tone).png"
        let file = MediaFile(kind: .image, bytes: Picture(width: 8, height: 8, gray: tone).png, mimetype: "image/png")
        shelf.put(file, session: session.name, name: name, lifetime: 0, now: .now)
        return .text(scene(session).foreignURL + "/\(session.name)/\(name)?oe=\(Moment.now.milliseconds)")
    }
}
