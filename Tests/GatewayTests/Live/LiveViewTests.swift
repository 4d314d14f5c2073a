import Bus
import Contracts
import JSON
import Runtime
import TestSupport
import Testing

@testable import gateway

/// Who sees what of the feed.
@Suite struct LiveViewTests {
    private struct Row: Sendable {
        let permissions: [String: [PermissionAction]]
        var branch: String?
        let type: FeedItemType
        var itemBranch: String?
        /// The type that is shown; nil for nothing.
        let shown: String?
    }

    private static let chats: [String: [PermissionAction]] = ["chats": [.view]]

    @Test(arguments: [
        Row(permissions: chats, type: .messageAdded, shown: "message.added"),
        Row(permissions: chats, type: .messageAdded, itemBranch: "Kepong", shown: "message.added"),
        Row(permissions: chats, branch: "Kepong", type: .messageAdded, itemBranch: "Kepong", shown: "message.added"),
        Row(permissions: chats, branch: "Kepong", type: .messageAdded, shown: "message.added"),
        Row(permissions: chats, branch: "Kepong", type: .messageAdded, itemBranch: "Ipoh", shown: nil),
        Row(permissions: chats, branch: "Kepong", type: .messageChanged, itemBranch: "Ipoh", shown: nil),
        Row(
            permissions: chats,
            branch: "Kepong",
            type: .conversationChanged,
            itemBranch: "Ipoh",
            shown: "conversation.hidden"
        ),
        Row(permissions: chats, type: .mediaChanged, shown: "media.changed"),
        Row(permissions: chats, branch: "Kepong", type: .mediaChanged, shown: nil),
        Row(permissions: chats, branch: "Kepong", type: .contactChanged, itemBranch: "Ipoh", shown: nil),
        Row(permissions: ["people": [.view]], type: .contactChanged, shown: "contact.changed"),
        Row(permissions: ["people": [.view]], type: .messageAdded, shown: nil),
        Row(permissions: ["people": [.view]], type: .mediaChanged, shown: nil),
        Row(permissions: chats, type: .campaignChanged, shown: nil),
        Row(permissions: ["campaigns": [.view]], type: .campaignChanged, shown: "campaign.changed"),
        Row(permissions: ["campaigns": [.edit]], type: .campaignChanged, shown: nil),
        Row(permissions: chats, type: .sessionChanged, shown: "session.changed"),
    ])
    private func `an item is seen by those who may view its module and its branch`(row: Row) throws {
        let view = try view(row.permissions, branch: row.branch)
        let frame = Self.frame(row.type, branch: row.itemBranch)
        let text = view.text(of: frame)
        #expect(text?.type == row.shown)
        guard let text else { return }
        let json = try JSONDocument(text.bytes(in: view)).root
        #expect(json["type"].string == row.shown)
        #expect(json["cursor"].string == FeedCursor(mark: view.mark, sequence: 7).text)
    }

    @Test func `those of another branch are told of a conversation nothing but its id`() throws {
        let view = try view(Self.chats, branch: "Kepong")
        let hidden = try #require(view.text(of: Self.frame(.conversationChanged, branch: "Ipoh")))
        let text = String(decoding: hidden.bytes(in: view), as: UTF8.self)
        #expect(try JSONDocument(hidden.bytes(in: view)).root["data"]["conversationId"].string == "c1")
        #expect(!text.contains("secret") && !text.contains("Ipoh"))
    }

    @Test func `what another workspace is told, or a later version, is not seen`() throws {
        let view = try view(Self.chats)
        #expect(view.text(of: Self.frame(.messageAdded, branch: nil, workspace: "w2")) == nil)
        #expect(view.text(of: Self.frame("message.sung", branch: nil)) == nil)
    }

    @Test func `what is for one person is seen by that person alone, whatever they may view`() throws {
        let (mei, raj) = (StaffID(trusted: "mei"), StaffID(trusted: "raj"))
        for type in FeedItemType.allCases where type.isPersonal {
            let frame = Self.frame(type.rawValue, branch: nil, staff: mei)
            let foreign = Self.frame(type.rawValue, branch: nil, workspace: "w2", staff: mei)
            #expect(try view([:], staff: mei).text(of: frame)?.type == type.rawValue)
            #expect(try view(Self.chats, staff: raj).text(of: frame) == nil)
            #expect(try view(Self.chats).text(of: frame) == nil)
            #expect(try view(Self.chats, staff: mei).shared.text(of: frame) == nil)
            #expect(try view(Self.chats, staff: mei).text(of: foreign) == nil)
            #expect(try view(Self.chats).text(of: Self.frame(type, branch: nil)) == nil)
        }
    }

    @Test func `those who may view the same share their pages until something is for one of them`() throws {
        let (mei, raj) = (StaffID(trusted: "mei"), StaffID(trusted: "raj"))
        var lane = LiveLane(head: 6)
        lane.append([Self.frame("notification.added", branch: nil, staff: mei)])
        lane.append([LiveFrame(sequence: 8, workspace: WorkspaceID(trusted: "w1"), payload: Array(Self.tags.utf8))])
        let (his, hers) = (try view(Self.chats, staff: raj), try view(Self.chats, staff: mei))
        let common = lane.page(after: 6, his, as: .eventStream)
        let own = lane.page(after: 6, hers, as: .eventStream)
        let rest = lane.page(after: 7, hers, as: .eventStream)
        #expect(common?.end == 8 && common?.types == ["tags.changed"])
        #expect(own?.end == 8 && own?.types == ["notification.added", "tags.changed"])
        #expect(rest?.types == ["tags.changed"])
    }

    private static let tags = #"{"workspace":"w1","type":"tags.changed","data":{"tags":[]}}"#

    @Test func `an event of a stream has the cursor as its id`() throws {
        let view = try view(Self.chats)
        let text = try #require(view.text(of: Self.frame(.tagsChanged, branch: nil)))
        let events = String(decoding: LiveContent(.eventStream, text, view).events, as: UTF8.self)
        let head = "id: \(FeedCursor(mark: view.mark, sequence: 7).text)\nevent: tags.changed\ndata: {\"cursor\":"
        #expect(events.hasPrefix(head) && events.hasSuffix("}\n\n"))
        #expect(events.split(separator: "\n", omittingEmptySubsequences: false).count == 5)
    }

    private func view(
        _ permissions: [String: [PermissionAction]],
        branch: String? = nil,
        staff: StaffID? = nil
    ) throws -> LiveView {
        LiveView(
            workspace: WorkspaceID(trusted: "w1"),
            permissions: try Permissions(permissions, field: "permissions"),
            branch: branch,
            staff: staff
        )
    }

    @Test func `what is fleeting has no cursor`() throws {
        let text = LiveText(fleeting: "somebody.typing", ["number": 1])
        let view = try view(Self.chats)
        let json = String(decoding: text.bytes(in: view), as: UTF8.self)
        #expect(json == #"{"type":"somebody.typing","data":{"number":1}}"#)
        let events = String(decoding: LiveContent(.eventStream, text, view).events, as: UTF8.self)
        #expect(events.hasPrefix("event: somebody.typing\ndata: {"))
    }

    private static func frame(_ type: FeedItemType, branch: String?, workspace: String = "w1") -> LiveFrame {
        frame(type.rawValue, branch: branch, workspace: workspace)
    }

    private static func frame(
        _ type: String,
        branch: String?,
        workspace: String = "w1",
        staff: StaffID? = nil
    ) -> LiveFrame {
        let branch = branch.map { "\"branch\":\"\($0)\"," } ?? ""
        let staff = staff.map { "\"staff\":\"\($0)\"," } ?? ""
        let data = """
            {"conversation":{"id":"c1","name":"secret"},"media":{"id":"m1","state":"ready","filename":"secret.pdf"}}
            """
        let payload = "{\"workspace\":\"\(workspace)\",\"type\":\"\(type)\",\(branch)\(staff)\"data\":\(data)}"
        return LiveFrame(
            sequence: 7,
            workspace: WorkspaceID(trusted: workspace),
            payload: Array(payload.utf8)
        )
    }
}

extension LivePage {
    fileprivate var types: [String] {
        String(decoding: content.events, as: UTF8.self).split(separator: "\n").compactMap { line in
            line.hasPrefix("event: ") ? String(line.dropFirst("event: ".count)) : nil
        }
    }
}
