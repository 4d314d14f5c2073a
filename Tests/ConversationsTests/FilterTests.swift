import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct FilterTests {
    /// What a conversation is made from.
    struct Case {
        var chat: String
        var name: String
        var contact: (kind: ContactKind, badge: Badge)?
        var branch: String?
        var assignee: StaffBrief?
        var tagged = false
        var read = false
        var ended = false
        var channel: ChannelID
    }

    static let badges: [(kind: ContactKind, badge: Badge)?] = [
        nil, (.member, Badge(status: .active, label: "Active")), (.member, Badge(status: .expired, label: "Expired")),
        (.member, Badge(status: .noPackage, label: "No Package")), (.lead, Badge(status: .lead, label: "New")),
        (.lead, Badge(status: .lead, label: "No Reply")), (.unknown, Badge(status: .notAMember, label: "Not a Member")),
    ]

    /// 84 conversations, so that each value of each filter has some with each value of the others.
    static func cases(_ people: [StaffBrief]) -> [Case] {
        (0..<84).map { number in
            let isGroup = number % 12 == 11
            var made = Case(
                chat: isGroup ? "1203600\(number)@g.us" : "6012000\(1000 + number)@c.us",
                name: "Person \(number % 7)",
                channel: ChannelID(trusted: number % 5 == 0 ? "second" : "line")
            )
            made.contact = isGroup ? nil : badges[number % badges.count]
            made.branch = made.contact == nil ? nil : [nil, "Kepong", "Kota Damansara"][number % 3]
            made.assignee = [nil, people[0], people[1]][number / 3 % 3]
            made.tagged = number % 4 == 0
            made.read = number % 2 == 0
            made.ended = number % 9 == 8
            return made
        }
    }

    static func requests(_ people: [StaffBrief], _ tag: TagID) -> [ListConversations] {
        let changes: [(inout ListConversations) -> Void] = [
            { $0.type = .groups }, { $0.type = .personal }, { $0.search = "person 3" }, { $0.search = "012-000 102" },
            { $0.search = "n 5" }, { $0.search = "2" }, { $0.tag = tag }, { $0.assignment = "unassigned" },
            { $0.assignment = people[0].id.text }, { $0.branch = "Kepong" }, { $0.branch = "none" },
            { $0.contactType = .member }, { $0.contactType = .lead }, { $0.contactType = .unknown },
            { $0.leadStatus = .noReply }, { $0.memberStatus = .active }, { $0.memberStatus = .inactive },
            { $0.memberStatus = .noPackage }, { $0.status = .ended }, { $0.channel = ChannelID(trusted: "second") },
            { $0.unread = true }, { $0.scope = "Kepong" }, { $0.scope = "Nowhere" },
        ]
        var requests = [ListConversations()]
        for (index, first) in changes.enumerated() {
            var one = ListConversations()
            first(&one)
            requests.append(one)
            for (number, second) in changes.enumerated().dropFirst(index + 1) {
                var two = one
                second(&two)
                requests.append(two)
                var three = two
                changes[(number + index + 7) % changes.count](&three)
                requests.append(three)
            }
        }
        return requests
    }

    @Test(arguments: StoreEngine.underTest)
    func `each filter and each combination of some shows just what fits, page by page`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            let people = [try await desk.hire("Mei"), try await desk.hire("Raj")]
            let fields = TagFields(name: "VIP", color: "red")
            let tag = try await desk.turn { try Tags(turn: $0).create(CreateTag(fields: fields)).id }
            let cases = Self.cases(people)
            for (number, made) in cases.enumerated() { try await Self.make(made, number, tag, desk) }
            for request in Self.requests(people, tag) {
                let expected = cases.indices.reversed().filter { Self.fits(cases[$0], request) }.map { "M\($0)" }
                var seen: [String?] = []
                var page = request
                page.limit = 4
                repeat {
                    let list = try await desk.list(page)
                    seen += list.items.map(\.lastMessage?.preview)
                    page.cursor = list.nextCursor
                } while page.cursor != nil
                #expect(seen == expected, "\(request)")
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `totals are of the active conversations that the caller sees`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            for number in 0..<3 {
                try await desk.hear(Words.received("M\(number)", from: "6012000000\(number)@c.us", second: number))
            }
            func totals(_ scope: String?) async throws -> ConversationList.Totals {
                var request = ListConversations()
                request.scope = scope
                return try await desk.list(request).totals
            }
            func move(_ branch: String?, version: Int) async throws {
                var event = try PeopleTests.changed("c1", "Ann", ["phone:+60120000000"], version: version)
                event.contact.branch = branch
                try await desk.hear(event)
            }
            try await move("Kepong", version: 1)
            #expect(try await totals(nil) == .init(conversations: 3, unread: 3))
            #expect(try await totals("Kepong") == .init(conversations: 3, unread: 3))
            #expect(try await totals("Kota Damansara") == .init(conversations: 2, unread: 2))
            try await desk.hear(Words.received("again", from: "60120000000@c.us", second: 9))
            #expect(try await totals("Kepong") == .init(conversations: 3, unread: 4))
            try await move("Kota Damansara", version: 2)
            #expect(try await totals("Kepong") == .init(conversations: 2, unread: 2))
            #expect(try await totals("Kota Damansara") == .init(conversations: 3, unread: 4))
            try await move(nil, version: 3)
            #expect(try await totals("Kepong") == .init(conversations: 3, unread: 4))
            let branches = try await desk.store.read { try Totals.branches(Desk.workspace, in: $0) }
            #expect(branches.map(\.name) == ["Kepong", "Kota Damansara"])
            let others = try await desk.store.read { try Totals.branches(WorkspaceID(trusted: "other"), in: $0) }
            #expect(others.isEmpty)
        }
    }

    private static func make(_ made: Case, _ number: Int, _ tag: TagID, _ desk: Desk) async throws {
        let isGroup = made.chat.hasSuffix("@g.us")
        var event = try Words.received(
            "M\(number)",
            from: made.chat,
            second: number * 45,
            name: isGroup ? nil : made.name,
            participant: isGroup ? "60111111111@c.us" : nil
        )
        event.channel = made.channel
        try await desk.hear(event)
        let id = try #require(await desk.list().items.first).id
        if let contact = made.contact {
            let phone = "+" + made.chat.prefix { $0 != "@" }
            var changed = try PeopleTests.changed("c\(number)", made.name, ["phone:\(phone)"], version: 1)
            (changed.contact.kind, changed.contact.badge) = (contact.kind, contact.badge)
            changed.contact.branch = made.branch
            try await desk.hear(changed)
        }
        if let assignee = made.assignee { _ = try await desk.assign(id, to: assignee) }
        try await desk.turn { turn in
            if made.tagged {
                _ = try Tags(turn: turn).put(TagConversation(conversation: id, tag: tag, present: true))
            }
            if made.read { _ = try ReadMarks(turn: turn).markRead(MarkRead(conversation: id)) }
        }
        if made.ended { _ = try await desk.end(id) }
    }

    /// The same said once more, in the plainest way.
    private static func fits(_ made: Case, _ request: ListConversations) -> Bool {
        let isGroup = made.chat.hasSuffix("@g.us")
        let kind = made.contact?.kind ?? .unknown
        let badge = made.contact?.badge
        let isOfPeople = request.contactType != nil || request.leadStatus != nil || request.memberStatus != nil
        let member: ListConversations.MemberStatus? =
            switch badge?.status {
            case .active: .active
            case .expired: .inactive
            case .noPackage: .noPackage
            default: nil
            }
        let text = isGroup ? "" : made.name.lowercased() + "\n" + made.chat.prefix { $0 != "@" }
        let wanted = [request.search, request.search == "012-000 102" ? "6012000102" : nil].compactMap(\.self)
        return (request.type == .all || isGroup == (request.type == .groups)) && !(isOfPeople && isGroup)
            && (wanted.isEmpty || wanted.contains { text.contains($0) })
            && (request.tag == nil || made.tagged)
            && (request.assignment.map { $0 == made.assignee?.id.text ?? "unassigned" } ?? true)
            && (request.branch.map { $0 == made.branch ?? "none" } ?? true)
            && (request.contactType.map { $0 == kind } ?? true)
            && (request.leadStatus.map { badge?.status == .lead && $0.label == badge?.label } ?? true)
            && (request.memberStatus.map { $0 == member } ?? true)
            && made.ended == (request.status == .ended)
            && (request.channel.map { $0 == made.channel } ?? true)
            && !(request.unread == true && (made.read || made.ended))
            && (request.scope.map { $0 == made.branch ?? $0 } ?? true)
    }
}

@Suite struct FacetsTests {
    @Test func `kinds, badges and lead statuses are told apart by their bits`() {
        let values: [(Facets.Column, [String])] = [
            (.kind, ConversationKind.allCases.map(\.rawValue)), (.badge, Badge.Status.allCases.map(\.rawValue)),
            (.lead, Lead.Status.allCases.map(\.label) + [""]),
        ]
        for (column, values) in values {
            let bits = values.map { value in
                var facets = Facets()
                facets.set(column, value)
                return facets.bits
            }
            #expect(Set(bits).count == values.count, "\(column)")
        }
    }

    @Test func `a column's bits stay in their place`() {
        var all = Facets()
        for column in Facets.Column.allCases {
            var one = Facets()
            one.set(column, "value")
            #expect(all.mask & one.mask == 0 && one.bits & one.rest == 0)
            all.set(column, "value")
        }
        all.set([TagID(trusted: "a"), TagID(trusted: "b")])
        #expect(all.bits & all.rest == 0 && all.mask > 0)
    }
}
