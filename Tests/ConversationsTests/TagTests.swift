import Contracts
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

            let deleted = try await desk.turn { try Tags(turn: $0).delete(DeleteTag(tag: vip.id)) }
            #expect(deleted.conversations == 1)
            #expect(desk.told(TagsChanged.self).map(\.tags) == [[new]])
            let items = try await desk.list().items
            #expect(items.map(\.tags) == [[new], [], []])
            #expect(items[0].version == both.version + 1)
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
    func `a note is written over what its writer has seen only`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A"))
            let seen = try #require(await desk.conversation())
            let first = try await desk.note("likes mornings", on: seen.id, seen: seen.version)
            #expect(first.note == "likes mornings" && first.version == seen.version + 1)
            let late = await #expect(throws: Problem.self) {
                try await desk.note("likes evenings", on: seen.id, seen: seen.version)
            }
            #expect(late?.status == 409 && late?.code == "conflict")
            #expect(late?.detail.contains(first.updatedAt.text) == true)
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
        seen version: Int?
    ) async throws -> ConversationSummary {
        try await turn {
            try Notes(turn: $0).set(SetNote(conversation: conversation, note: note, version: version))
        }
    }
}
