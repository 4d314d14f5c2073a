import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct TagTests {
    @Test(arguments: StoreEngine.underTest)
    func `a tag is put on, shown, filtered by, changed everywhere and taken off everywhere`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            for number in 0..<3 {
                try await desk.hear(Words.received("M\(number)", from: "6012000000\(number)@c.us", second: number))
            }
            let vip = try await desk.create(TagFields(name: " VIP  member ", color: "red"))
            let new = try await desk.create(TagFields(name: "New", color: "#00ff7F", order: 0))
            #expect(vip.name == "VIP member" && vip.order == 1 && vip.active)
            let ids = try await desk.list().items.map(\.id)
            for id in ids.prefix(2) { #expect(try await desk.put(vip.id, on: id).tags == [vip]) }
            let both = try await desk.put(new.id, on: ids[0])
            #expect(both.tags == [new, vip])
            #expect(try await desk.put(new.id, on: ids[0]) == both)
            #expect(try await desk.list(ListConversations(tag: vip.id)).items.map(\.id) == Array(ids.prefix(2)))

            let fields = TagFields(name: "Gold", color: "black", active: false)
            let gold = try await desk.turn { try Tags(turn: $0).update(UpdateTag(tag: vip.id, fields: fields)) }
            #expect(gold.order == 1 && !gold.active)
            #expect(try await desk.list().items.map(\.tags) == [[new, gold], [gold], []])
            let off = try await desk.turn {
                try Tags(turn: $0).put(TagConversation(conversation: ids[1], tag: vip.id, present: false))
            }
            #expect(off.tags.isEmpty)
            _ = desk.told()

            #expect(try await desk.use(of: vip.id) == TagUse(tag: gold, conversations: 1))
            for (expected, code) in [(nil, "tag_in_use"), (2, "conflict"), (0, "conflict")] {
                let problem = await #expect(throws: Problem.self) {
                    try await desk.turn { try Tags(turn: $0).delete(DeleteTag(tag: vip.id, expected: expected)) }
                }
                #expect(problem?.status == 409 && problem?.code == code)
            }
            let deleted = try await desk.turn { try Tags(turn: $0).delete(DeleteTag(tag: vip.id, expected: 1)) }
            #expect(deleted.conversations == 1)
            #expect(desk.told(TagsChanged.self).map(\.tags) == [[new]])
            let items = try await desk.list().items
            #expect(items.map(\.tags) == [[new], [], []])
            #expect(items[0].version == both.version + 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a tag that is not active stays where it is and is put on nothing more`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            for number in 0..<2 { try await desk.hear(Words.received("M\(number)", from: "6012000000\(number)@c.us")) }
            let ids = try await desk.list().items.map(\.id)
            let vip = try await desk.create(TagFields(name: "VIP", color: "red"))
            _ = try await desk.put(vip.id, on: ids[0])
            let off = TagFields(name: "VIP", color: "red", active: false)
            _ = try await desk.turn { try Tags(turn: $0).update(UpdateTag(tag: vip.id, fields: off)) }
            #expect(try await desk.put(vip.id, on: ids[0]).tags.map(\.active) == [false])
            let problem = await #expect(throws: Problem.self) { try await desk.put(vip.id, on: ids[1]) }
            #expect(problem?.status == 422 && problem?.fields?.map(\.field) == ["tag"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `of putting a tag on and deleting it at the same time one wins`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            let id = try #require(await desk.conversation()).id
            for number in 0..<20 {
                let tag = try await desk.create(TagFields(name: "T\(number)", color: "red"))
                async let put = desk.outcome {
                    try Tags(turn: $0).put(.init(conversation: id, tag: tag.id, present: true))
                }
                async let deletion = desk.outcome { try Tags(turn: $0).delete(DeleteTag(tag: tag.id)) }
                let codes = await [put, deletion]
                #expect([[nil, "tag_in_use"], ["not_found", nil]].contains(codes), "\(codes)")
                let isThere = try await desk.show(id).tags.contains { $0.id == tag.id }
                #expect(isThere == (codes[0] == nil))
                let rows = try await desk.store.read { reader in
                    try reader.rows(sql: "SELECT 1 FROM conversation_tag WHERE tag = ?", arguments: [tag.id]).count
                }
                #expect(rows == (isThere ? 1 : 0))
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `names are unique without regard to case, in each workspace`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let vip = try await desk.create(TagFields(name: "VIP", color: "red"))
            let other = try await desk.create(TagFields(name: "Other", color: "red"))
            _ = try await desk.create(TagFields(name: "vip", color: "red"), WorkspaceID(trusted: "other"))
            let made = await #expect(throws: Problem.self) {
                try await desk.create(TagFields(name: "vip", color: "red"))
            }
            #expect(made?.status == 409)
            let fields = TagFields(name: "Vip", color: "gray-1")
            let renamed = await #expect(throws: Problem.self) {
                try await desk.turn { try Tags(turn: $0).update(UpdateTag(tag: other.id, fields: fields)) }
            }
            #expect(renamed?.code == "conflict")
            let own = try await desk.turn { try Tags(turn: $0).update(UpdateTag(tag: vip.id, fields: fields)) }
            #expect(own.name == "Vip")
        }
    }

    @Test(arguments: ["", "blue", "#12345", "#12345g", "RED"])
    func `a tag takes the design system's colours or a hexadecimal one`(color: String) async throws {
        let fields = TagFields(name: String(repeating: "x", count: 65), color: color)
        #expect(throws: Problem.self) { try fields.validated() }
        do { _ = try fields.validated() } catch { #expect(error.fields?.map(\.field) == ["name", "color"]) }
    }

    @Test(arguments: StoreEngine.underTest)
    func `another workspace's tags are not to be had`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            let id = try #require(await desk.conversation()).id
            let foreign = try await desk.create(TagFields(name: "VIP", color: "red"), WorkspaceID(trusted: "other"))
            let problem = await #expect(throws: Problem.self) { try await desk.put(foreign.id, on: id) }
            #expect(problem == .notFound("tag"))
            let deletion = await #expect(throws: Problem.self) {
                try await desk.turn { try Tags(turn: $0).delete(DeleteTag(tag: foreign.id)) }
            }
            #expect(deletion == .notFound("tag"))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a tag is changed by who has seen the last change of it, and another is told whose that was`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await desk.hire("Mei")
            let vip = try await desk.create(TagFields(name: "VIP", color: "red"))
            #expect(vip.version == 1)
            func change(_ name: String, seen version: Int?) async throws -> Contracts.Tag {
                let fields = TagFields(name: name, color: "red", version: version)
                return try await desk.turn {
                    try Tags(turn: $0).update(UpdateTag(tag: vip.id, fields: fields, by: mei.id))
                }
            }
            desk.clock.advance(by: .seconds(3))
            #expect(try await change("Gold", seen: 1).version == 2)
            let late = await #expect(throws: Problem.self) { try await change("Silver", seen: 1) }
            #expect(late?.status == 409 && late?.code == "conflict")
            #expect(late?.changedBy == "Mei" && late?.changedAt == Words.start + .seconds(3))
            #expect(try await desk.use(of: vip.id).tag.name == "Gold")
            #expect(try await change("Silver", seen: nil).version == 3)
            #expect(desk.told(TagsChanged.self).last?.tags.map(\.version) == [3])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a note is written over what its writer has seen only`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await desk.hire("Mei")
            try await desk.hear(Words.received("A"))
            let seen = try #require(await desk.conversation())
            // A customer's message stands against nothing.
            try await desk.hear(Words.received("B", second: 1))
            desk.clock.advance(by: .seconds(3))
            let first = try await desk.note("likes mornings", on: seen.id, seen: seen.version, by: mei)
            #expect(first.note == "likes mornings" && first.version == seen.version + 2)
            try await desk.hear(Words.received("C", second: 2))
            for version in [seen.version, first.version - 1, first.version + 100] {
                let late = await #expect(throws: Problem.self) {
                    try await desk.note("likes evenings", on: seen.id, seen: version)
                }
                #expect(late?.status == 409 && late?.code == "conflict")
                #expect(late?.changedBy == "Mei" && late?.changedAt == Words.start + .seconds(3))
            }
            #expect(try await desk.note("likes noon", on: seen.id, seen: first.version).note == "likes noon")
            #expect(try await desk.note("anything", on: seen.id, seen: nil).note == "anything")
            #expect(try await desk.note("", on: seen.id, seen: nil).note == nil)
            let long = await #expect(throws: Problem.self) {
                try await desk.note(String(repeating: "x", count: 10_001), on: seen.id, seen: nil)
            }
            #expect(long?.fields?.map(\.field) == ["note"])
        }
    }
}

extension Desk {
    fileprivate func use(of tag: TagID) async throws -> TagUse {
        try await store.read { try Tags.show(tag, Desk.workspace, in: $0) }
    }

    /// - Returns: the code of the problem that a command ends in; nil when it is done.
    fileprivate func outcome<Value: Sendable>(_ work: @escaping @Sendable (Turn) throws -> Value) async -> String? {
        do {
            _ = try await turn { try work($0) }
            return nil
        } catch {
            return (error as? Problem)?.code ?? "\(error)"
        }
    }

    fileprivate func create(_ fields: TagFields, _ workspace: WorkspaceID = Desk.workspace) async throws
        -> Contracts.Tag
    {
        try await turn(workspace) { try Tags(turn: $0).create(CreateTag(fields: fields)) }
    }

    fileprivate func put(_ tag: TagID, on conversation: ConversationID) async throws -> ConversationSummary {
        try await turn {
            try Tags(turn: $0).put(TagConversation(conversation: conversation, tag: tag, present: true))
        }
    }

    fileprivate func note(
        _ note: String,
        on conversation: ConversationID,
        seen version: Int?,
        by person: StaffBrief? = nil
    ) async throws -> ConversationSummary {
        try await turn {
            try Notes(turn: $0)
                .set(SetNote(conversation: conversation, note: note, version: version, by: person?.id))
        }
    }
}
