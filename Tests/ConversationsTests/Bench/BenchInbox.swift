import Contracts
import Foundation
import Runtime
import Store
import TestSupport

@testable import conversations

/// An inbox of any size, the same each time: two years of conversations of one workspace with 20 people, 3 channels,
/// 10 tags and 3 branches.
struct BenchInbox {
    let conversations: Int
    let messages: Int

    private static let words = [
        "yoga", "class", "tonight", "price", "thanks", "please", "book", "cancel", "member", "ok",
    ]
    private static let leads = Lead.Status.allCases.map(\.label)
    private static let branches = ["", "Kota Damansara", "Kepong"]
    private static let tags = (0..<10).map { TagID(trusted: "0192f0c1-dddd-7000-8000-00000000000\($0)") }
    private static let staff = (10..<30).map { "0192f0c1-bbbb-7000-8000-0000000000\($0)" }
    private static let channels = (0..<3).map { ChannelID(trusted: "0192f0c1-cccc-7000-8000-00000000000\($0)") }
    private static let span: Int64 = 63_072_000_000

    func fill(_ desk: Desk) async throws {
        try await desk.store.write { transaction in
            for (number, tag) in Self.tags.enumerated() {
                let values: [any SQLBindable] = [
                    tag, Desk.workspace, "Tag \(number)", "tag \(number)", String?.none, "red", number, true,
                    "bench", Words.start,
                ]
                try transaction.run(TagQuery.addTag, arguments: values)
            }
        }
        let perConversation = max(1, messages / max(1, conversations))
        let indexes = desk.store.engine == .postgres ? try await Self.dropWordIndexes(desk.store) : []
        for start in stride(from: 0, to: conversations, by: 5_000) {
            let range = start..<min(start + 5_000, conversations)
            try await desk.store.write { transaction in
                var random = BenchRandom(seed: UInt64(start + 1))
                var rows = BenchRows()
                for number in range {
                    add(number, perConversation, &random, to: &rows)
                    if rows.isFull || number == range.last { try rows.write(in: transaction) }
                }
                try Totals(turn: Self.turn(transaction)).add(conversations: range.count, in: "")
            }
        }
        for index in indexes {
            try await desk.store.write { try $0.run(script: "SET LOCAL statement_timeout = 0; " + index) }
        }
        let indexing = WordIndexing(store: desk.store, clock: .system, logger: .quiet, batch: 10_000)
        // As in production: PostgreSQL gathers figures of its tables by itself, SQLite has none.
        switch desk.store.engine {
        case .sqlite: while try await indexing.index() > 0 {}
        case .postgres: try await desk.store.write { try $0.run(sql: "ANALYZE") }
        }
    }

    /// PostgreSQL builds them faster when all rows are there.
    /// - Returns: what makes them again.
    private static func dropWordIndexes(_ store: any Store) async throws -> [String] {
        let names = ["message_words", "search_doc_grams"]
        return try await store.write { transaction in
            try names.map { name in
                let sql = "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND indexname = ?"
                let made: String = try transaction.first(sql: sql, arguments: [name])?.get(0) ?? ""
                try transaction.run(sql: "DROP INDEX " + name)
                return made
            }
        }
    }

    private static func turn(_ transaction: any Transaction) -> Turn {
        Turn(
            workspace: Desk.workspace,
            id: "bench",
            now: Words.start,
            lane: 0,
            transaction: transaction,
            metrics: ConversationMetrics(Metrics()),
            emit: { _ in }
        )
    }

    private func add(
        _ number: Int,
        _ messages: Int,
        _ random: inout BenchRandom,
        to rows: inout BenchRows
    ) {
        let id = String(format: "0192f0c1-%04x-7%03x-8000-%012x", number >> 16, number & 0xfff, number)
        let anyPhone = "601\(10_000_000 + random.next(90_000_000))"
        let phone = Self.place(of: number, among: 10, in: conversations).map { "6012345678\($0)" } ?? anyPhone
        let activeAt = Words.start.milliseconds - random.next64(Self.span)
        let badge = random.pick([.active, .active, .expired, .noPackage, .lead, .notAMember] as [Badge.Status])
        let lead = badge == .lead ? random.pick(Self.leads) : ""
        let (branch, channel) = (random.pick(Self.branches), random.pick(Self.channels))
        let kind: ConversationKind = random.next(100) < 92 ? .personal : .group
        let assignee = random.next(100) < 40 ? "" : random.pick(Self.staff)
        let (unread, isEnded) = (random.next(10) == 0 ? 1 : 0, random.next(10) < 3)
        let tags = random.next(100) < 60 ? [] : [random.pick(Self.tags)]
        let isPlanted = Self.place(of: number, among: 100, in: conversations) != nil
        var facets = Facets()
        let columns: [(Facets.Column, String)] = [
            (.kind, kind.rawValue), (.badge, badge.rawValue), (.lead, lead), (.branch, branch), (.assignee, assignee),
            (.channel, channel.text),
        ]
        for (column, value) in columns { facets.set(column, value) }
        facets.set(tags)
        let name = "\(Self.name(&random)) \(Self.name(&random))"
        let last = "\(id)-\(messages - 1)"
        rows.conversations.add([
            id, Desk.workspace, channel, kind, "\(phone)@c.us", "+\(phone)", "phone:+\(phone)", name, unread, last,
            activeAt, tags.map(Tags.mark).joined(), activeAt, activeAt, isEnded, isEnded ? activeAt : nil, assignee,
            branch, badge, lead, unread,
            activeAt / 60_000, facets.bits,
        ])
        for tag in tags { rows.tags.add([tag, id]) }
        rows.docs.add([id, "\(name)\n\(phone)"])
        for message in 0..<messages {
            let anyBody = "\(random.pick(Self.words)) \(random.pick(Self.words)) w\(random.next(200_000))"
            let body = message == 0 && isPlanted ? anyBody + " trampoline" : anyBody
            rows.messages.add([
                "\(id)-\(message)", Desk.workspace, id, channel, "\(phone)@c.us", "in", "text", body, "received",
                activeAt - Int64(messages - 1 - message) * 60_000, false,
            ])
        }
    }

    /// What is planted is found as often in an inbox of any size, so that the searches of two sizes can be compared.
    /// - Returns: the place of conversation `number` among `count` that are spread evenly; nil for the others.
    private static func place(of number: Int, among count: Int, in conversations: Int) -> Int? {
        let stride = max(1, conversations / count)
        return number.isMultiple(of: stride) && number / stride < count ? number / stride : nil
    }

    private static func name(_ random: inout BenchRandom) -> String {
        (0..<3).map { _ in random.pick(syllables) }.joined()
    }

    private static let syllables = "ka,ri,mu,sha,lin,tan,wei,ah,mad,no,ra,si,ti,jo,han,na".split(separator: ",").map(
        String.init
    )
}

extension BenchInbox {
    /// Each filter, and combinations down to one that nothing fits.
    static func requests() -> [(String, ListConversations)] {
        let changes: [(String, (inout ListConversations) -> Void)] = [
            ("groups", { $0.type = .groups }), ("tag", { $0.tag = Self.tags[3] }),
            ("assignee", { $0.assignment = Self.staff[3] }), ("unassigned", { $0.assignment = "unassigned" }),
            ("branch", { $0.branch = "Kepong" }), ("no branch", { $0.branch = "none" }),
            ("members", { $0.contactType = .member }), ("unknown", { $0.contactType = .unknown }),
            ("lead status", { $0.leadStatus = .noReply }), ("member status", { $0.memberStatus = .inactive }),
            ("ended", { $0.status = .ended }), ("channel", { $0.channel = Self.channels[1] }),
            ("unread", { $0.unread = true }), ("scope", { $0.scope = "Kepong" }),
            ("search name", { $0.search = "karimu shalin" }), ("search number", { $0.search = "012-345 678" }),
            ("search common", { $0.search = "kari" }), ("search two characters", { $0.search = "zz" }),
        ]
        var requests = [("all", ListConversations())]
        for (name, change) in changes {
            var request = ListConversations()
            change(&request)
            requests.append((name, request))
        }
        let combinations = [
            [2, 8], [4, 2, 12], [1, 3, 5], [0, 1, 2], [13, 12, 9], [13, 1, 2, 8], [4, 2, 8, 11, 12, 1], [14, 2],
            [16, 2, 8],
            [15, 4, 12],
        ]
        for combination in combinations {
            var request = ListConversations()
            for index in combination { changes[index].1(&request) }
            requests.append((combination.map { changes[$0].0 }.joined(separator: " + "), request))
        }
        return requests
    }

    static func searches() -> [(String, SearchMessages)] {
        [("rare", "trampoline"), ("common", "yoga"), ("two common", "yoga price"), ("beginning", "w42")].flatMap {
            name,
            words in
            let one = ConversationID(trusted: String(format: "0192f0c1-%04x-7%03x-8000-%012x", 0, 7, 7))
            return [
                ("words: \(name)", SearchMessages(words: words)),
                ("words: \(name), in a conversation", SearchMessages(words: words, conversation: one)),
                ("words: \(name), of a branch", SearchMessages(words: words, scope: "Kepong")),
            ]
        }
    }
}

/// The same numbers each time: xorshift64*.
struct BenchRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next64(_ limit: Int64) -> Int64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return Int64((state &* 0x2545_F491_4F6C_DD1D) >> 1) % limit
    }

    mutating func next(_ limit: Int) -> Int { Int(next64(Int64(limit))) }
    mutating func pick<Value>(_ values: [Value]) -> Value { values[next(values.count)] }
}
