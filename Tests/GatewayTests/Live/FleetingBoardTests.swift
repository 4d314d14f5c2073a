import Contracts
import FoundationEssentials
import JSON
import Testing

@testable import gateway

/// What is shown beside the feed's items.
struct FleetingBoardTests {
    private func note(
        _ state: WAHAClient.Presence,
        of person: String = "1@lid",
        in conversation: String = "c1",
        branch: String? = nil,
        workspace: String = "w1",
        at moment: Int64 = 1000
    ) -> PresenceNote {
        let item = PresenceItem(
            conversationId: ConversationID(trusted: conversation),
            chatId: try? ChatID(person),
            state: state,
            at: Timestamp(milliseconds: moment)
        )
        return PresenceNote(workspace: WorkspaceID(trusted: workspace), branch: branch, item: item)
    }

    private func view(_ module: String = "chats", branch: String? = nil) throws -> LiveView {
        LiveView(
            workspace: WorkspaceID(trusted: "w1"),
            permissions: try Permissions([module: [.view]], field: ""),
            branch: branch
        )
    }

    /// The states that one sees.
    private func states(_ board: FleetingBoard, after sequence: Int64 = 0, _ view: LiveView) throws -> [String] {
        guard let content = board.content(after: sequence, view, as: .eventStream).content else { return [] }
        return try String(decoding: content.events, as: UTF8.self).components(separatedBy: "\n\n").dropLast()
            .map { event in
                #expect(event.hasPrefix("event: presence.changed\ndata: "), "no id: it has no place in the feed")
                let json = try JSONDocument(Array(event.utf8.drop { $0 != UInt8(ascii: "{") })).root
                #expect(json["type"].string == "presence.changed" && !json["cursor"].exists)
                return json["data"]["state"].string ?? ""
            }
    }

    @Test func `who sees the chats and the branch sees the newest of each person, once`() throws {
        let board = FleetingBoard()
        let start = board.head
        #expect(board.put([note(.typing), note(.recording, of: "2@lid")]).map(\.text) == ["w1"])
        #expect(board.put([note(.paused, at: 2000), note(.online, at: 500)]).count == 1)
        let all = try view()
        #expect(try states(board, after: start, all) == ["recording", "paused"])
        #expect(try states(board, after: board.head, all) == [])
        #expect(
            board.presences(in: ConversationID(trusted: "c1"), of: all.workspace).map(\.state) == [.recording, .paused]
        )
    }

    @Test func `others see nothing of it`() throws {
        let board = FleetingBoard()
        _ = board.put([
            note(.typing, branch: "Ipoh"), note(.recording, of: "2@lid", branch: "Kepong"), note(.online, of: "3@lid"),
            note(.offline, of: "4@lid", workspace: "w2"),
        ])
        #expect(try states(board, view()) == ["typing", "recording", "online"])
        #expect(try states(board, view(branch: "Kepong")) == ["recording", "online"])
        #expect(try states(board, view("people")) == [])
    }

    @Test func `it is forgotten soon, and there is a limit to it`() throws {
        let board = FleetingBoard()
        let now = ContinuousClock.now
        let many = (0..<FleetingBoard.limit + 10).map { note(.typing, of: "\($0)@lid") }
        _ = board.put(many, at: now)
        #expect(try states(board, view()).count == FleetingBoard.limit)
        #expect(board.put([note(.typing, of: "late@lid")], at: now + .seconds(1)).isEmpty)
        #expect(board.put([note(.typing, of: "late@lid")], at: now + FleetingBoard.lifetime).count == 1)
        #expect(try states(board, view()).count == 1)
    }
}
