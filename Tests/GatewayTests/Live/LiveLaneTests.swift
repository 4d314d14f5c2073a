import Bus
import Contracts
import JSON
import TestPeers
import Testing
import WebSocket

@testable import gateway

/// Who is sent what of a lane, and in which order.
@Suite(.timeLimit(.minutes(1))) struct LiveLaneTests {
    private let loop = WebSocketLoop()

    private static func view(_ person: String?, _ modules: [String] = ["chats"]) throws -> LiveView {
        let permissions = try Permissions(
            Dictionary(uniqueKeysWithValues: modules.map { ($0, [PermissionAction.view]) }),
            field: "permissions"
        )
        return LiveView(
            workspace: WorkspaceID(trusted: "w1"),
            permissions: permissions,
            branch: nil,
            staff: person.map { StaffID(trusted: $0) }
        )
    }

    private func listen(_ lane: inout LiveLane, _ id: Int, _ view: LiveView) -> LiveListener {
        let (wakes, wake) = AsyncStream<LiveWake>.makeStream(bufferingPolicy: .bufferingNewest(LiveWake.limit))
        lane.listen(id, view, wake)
        return LiveListener(id: id, lane: Lane(key: "w1"), view: view, head: lane.frames.head, wakes: wakes)
    }

    private static func numbers(_ texts: [String]) throws -> [Int64] {
        try texts.map { Int64(try #require(try JSONDocument(Array($0.utf8)).root["data"]["number"].int)) }
    }

    @Test func `a socket follows from where it has read to, and sees what is its own in its place`() async throws {
        var lane = LiveLane(head: 0)
        let (mei, raj) = (SocketPair(on: loop), SocketPair(on: loop))
        let listeners = try [listen(&lane, 1, Self.view("mei")), listen(&lane, 2, Self.view("raj"))]
        let woken = lane.append([.sample(1)])
        #expect(woken == 2)
        let isEarly = lane.join(listeners[0], mei.connection, at: 0)
        #expect(!isEarly, "the first is to be read before")
        let joined = [
            lane.join(listeners[0], mei.connection, at: 1), lane.join(listeners[1], raj.connection, at: 1),
        ]
        #expect(joined == [true, true])
        let told = lane.append([.sample(2), .sample(3, for: "mei"), .sample(4), .sample(5, for: "ann")])
        #expect(told == 2)
        lane.show(LiveText(fleeting: "typing", ["number": 100])) { _ in true }
        lane.show(LiveText(fleeting: "typing", ["number": 200])) { $0.branch != nil }
        lane.append([.sample(6)])
        #expect(try await Self.numbers(blocking { mei.texts() }) == [2, 3, 4, 100, 6])
        #expect(try await Self.numbers(blocking { raj.texts() }) == [2, 4, 100, 6])
    }

    @Test func `those who see other things follow another log`() async throws {
        var lane = LiveLane(head: 0)
        let (sees, blind) = (SocketPair(on: loop), SocketPair(on: loop))
        let first = try listen(&lane, 1, Self.view("mei"))
        let second = try listen(&lane, 2, Self.view("raj", ["campaigns"]))
        let joined = [lane.join(first, sees.connection, at: 0), lane.join(second, blind.connection, at: 0)]
        #expect(joined == [true, true])
        lane.append([.sample(1), .sample(2, for: "raj")])
        #expect(try await Self.numbers(blocking { sees.texts() }) == [1])
        #expect(try await Self.numbers(blocking { blind.texts() }) == [2])
    }

    @Test func `who has left is told nothing, and leaves nothing behind`() async throws {
        var lane = LiveLane(head: 0)
        let pair = SocketPair(on: loop)
        let listener = try listen(&lane, 1, Self.view("mei"))
        let isJoined = lane.join(listener, pair.connection, at: 0)
        #expect(isJoined)
        lane.leave(listener)
        #expect(lane.isEmpty)
        let told = lane.append([.sample(1), .sample(2, for: "mei")])
        #expect(told == 0)
        #expect(try await blocking { pair.texts() } == [])
    }

    @Test func `a listener is woken for more, and shown what is fleeting and meant for it`() async throws {
        var lane = LiveLane(head: 0)
        let listener = try listen(&lane, 1, Self.view("mei"))
        lane.append([.sample(1), .sample(2, for: "mei"), .sample(3, for: "raj")])
        lane.show(LiveText(fleeting: "typing", ["number": 100])) { $0.staff == StaffID(trusted: "mei") }
        lane.show(LiveText(fleeting: "typing", ["number": 200])) { $0.staff == StaffID(trusted: "raj") }
        let page = lane.page(after: 0, listener.view, as: .eventStream)
        #expect(page?.end == 3)
        let events = String(decoding: page?.content.events ?? [], as: UTF8.self)
        #expect(events.contains("\"number\":2}") && !events.contains("\"number\":3}"))
        let others = try lane.page(after: 0, Self.view("raj"), as: .eventStream)?.content.events ?? []
        #expect(String(decoding: others, as: UTF8.self).contains("\"number\":3}"))
        #expect(!String(decoding: others, as: UTF8.self).contains("\"number\":2}"))
        lane.leave(listener)
        var shown: [String] = []
        for await wake in listener.wakes {
            switch wake {
            case .more: shown.append("more")
            case .fleeting(let text): shown.append(String(decoding: text.bytes(in: listener.view), as: UTF8.self))
            }
        }
        #expect(shown.count == 2 && shown[0] == "more" && shown[1].contains("\"number\":100}"))
    }
}
