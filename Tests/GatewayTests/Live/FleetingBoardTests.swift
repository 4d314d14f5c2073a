import Contracts
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

    private func states(_ board: FleetingBoard, _ workspace: String = "w1") -> [WAHAClient.Presence] {
        board.presences(in: ConversationID(trusted: "c1"), of: WorkspaceID(trusted: workspace)).map(\.state)
    }

    @Test func `the newest of each person is news once, and kept for who asks`() throws {
        let board = FleetingBoard()
        #expect(board.put([note(.typing), note(.recording, of: "2@lid")]).map(\.item.state) == [.typing, .recording])
        #expect(board.put([note(.paused, at: 2000), note(.online, at: 500)]).map(\.item.state) == [.paused])
        #expect(states(board) == [.recording, .paused])
        #expect(states(board, "w2") == [])
    }

    @Test func `who sees the chats and the branch sees it`() throws {
        let notes = [
            note(.typing, branch: "Ipoh"), note(.recording, of: "2@lid", branch: "Kepong"), note(.online, of: "3@lid"),
            note(.offline, of: "4@lid", workspace: "w2"),
        ]
        func seen(_ view: LiveView) -> [WAHAClient.Presence] { notes.filter { view.shows($0) }.map(\.item.state) }
        #expect(try seen(view()) == [.typing, .recording, .online])
        #expect(try seen(view(branch: "Kepong")) == [.recording, .online])
        #expect(try seen(view("people")) == [])
    }

    @Test func `who may link phones sees the codes for it`() throws {
        func note(_ workspace: String) -> LinkCodeNote {
            let code = LinkCode(channel: ChannelID(trusted: "k1"), qr: "2@x", at: Timestamp(milliseconds: 1))
            return LinkCodeNote(workspace: WorkspaceID(trusted: workspace), code: code)
        }
        func view(_ actions: [PermissionAction], of module: String = "chats") throws -> LiveView {
            LiveView(
                workspace: WorkspaceID(trusted: "w1"),
                permissions: try Permissions([module: actions], field: ""),
                branch: nil
            )
        }
        #expect(try view([.view, .edit]).shows(note("w1")))
        #expect(try !view([.view, .edit]).shows(note("w2")))
        #expect(try !view([.view]).shows(note("w1")))
        #expect(try !view([.view, .edit], of: "channels").shows(note("w1")))
    }

    @Test func `it is forgotten soon, and there is a limit to it`() {
        let board = FleetingBoard()
        let now = ContinuousClock.now
        let many = (0..<FleetingBoard.limit + 10).map { note(.typing, of: "\($0)@lid") }
        #expect(board.put(many, at: now).count == FleetingBoard.limit)
        #expect(states(board).count == FleetingBoard.limit)
        #expect(board.put([note(.typing, of: "late@lid")], at: now + .seconds(1)).isEmpty)
        #expect(board.put([note(.typing, of: "late@lid")], at: now + FleetingBoard.lifetime).count == 1)
        #expect(states(board).count == 1)
    }
}
