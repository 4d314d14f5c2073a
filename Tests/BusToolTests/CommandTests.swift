import Bus
import Contracts
import Testing
@testable import bus_tool

@Suite struct CommandTests {
    @Test(arguments: [[], ["--help"], ["tap", "-h"], ["ask", "--help"]])
    func `shows help`(arguments: [String]) throws {
        #expect(try Command(arguments, defaultWorkspace: nil) == .help)
    }

    @Test func `reads what it is asked to do`() throws {
        #expect(try Command(["tap"], defaultWorkspace: nil) == .tap(prefix: ""))
        #expect(try Command(["tap", "event.chat."], defaultWorkspace: nil) == .tap(prefix: "event.chat."))
        let list = try #require(RequestKind.named("tags.list"))
        let question = Ask.Question(kind: list, json: "{}", workspace: WorkspaceID(trusted: "w1"), within: .seconds(5))
        #expect(try Command(["ask", "tags.list", "{}"], defaultWorkspace: "w1") == .ask(question))
        let other = Ask.Question(kind: list, json: "{}", workspace: WorkspaceID(trusted: "w2"), within: .seconds(9))
        #expect(
            try Command(["ask", "--workspace", "w2", "tags.list", "--within", "9", "{}"], defaultWorkspace: "w1")
                == .ask(other)
        )
        let one = Replay.Extent(
            producer: .gateway,
            stream: .inbound,
            lanes: Lane.all.filter { $0.number == 7 },
            from: 40
        )
        #expect(try Command(["replay", "gateway", "inbound", "7", "40"], defaultWorkspace: nil) == .replay(one))
        let all = Replay.Extent(producer: .media, stream: .media, lanes: Lane.all, from: 1)
        #expect(try Command(["replay", "media", "media", "all"], defaultWorkspace: nil) == .replay(all))
    }

    @Test(arguments: [
        ["listen"], ["tap", "a", "b"], ["ask"], ["ask", "tags.list"], ["ask", "no.such", "{}"],
        ["ask", "tags.list", "{}", "--within"], ["ask", "tags.list", "{}", "--within", "0"],
        ["replay", "gateway", "inbound"], ["replay", "nobody", "inbound", "1"], ["replay", "gateway", "nothing", "1"],
        ["replay", "gateway", "inbound", "64"], ["replay", "gateway", "inbound", "1", "0"],
    ])
    func `refuses what it does not know`(arguments: [String]) {
        #expect(throws: UsageError.self) { try Command(arguments, defaultWorkspace: "w") }
    }

    @Test func `asks for the workspace`() {
        #expect(throws: UsageError.self) { try Command(["ask", "tags.list", "{}"], defaultWorkspace: nil) }
    }

    @Test func `knows each request once and its lane`() throws {
        #expect(Set(RequestKind.all.map(\.name)).count == RequestKind.all.count)
        #expect(try RequestKind.named("tags.list")?.laneKey("{}") == nil)
        #expect(try RequestKind.named("conversations.mark-read")?.laneKey(#"{"conversation":"c1"}"#) == "c1")
        #expect(throws: DecodingError.self) { try RequestKind.named("conversations.mark-read")?.laneKey("{}") }
    }
}
