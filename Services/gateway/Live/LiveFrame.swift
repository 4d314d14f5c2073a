import Bus
import Contracts
import JSON

/// One item of the feed as it goes out to browsers; made once for all of them.
struct LiveFrame: Sendable {
    let sequence: Int64
    let workspace: WorkspaceID
    /// Nil for a kind that this version does not know: nobody sees it.
    let type: FeedItemType?
    /// Nil for what is of no branch.
    let branch: String?
    /// The one person whom it is for; nil for what is not for one alone.
    let staff: StaffID?
    let whole: LiveText
    /// For those who belong to another branch; nil when they see nothing of it.
    let reduced: LiveText?

    init(_ event: ToldEvent) {
        self.init(sequence: event.sequence, workspace: event.workspace, payload: event.payload)
    }

    /// - Parameter payload: a ``FeedItem``.
    init(sequence: Int64, workspace: WorkspaceID, payload: [UInt8]) {
        let item = try? JSONDocument(payload).root
        self.sequence = sequence
        self.workspace = workspace
        type = item?["type"].string.flatMap(FeedItemType.init)
        branch = item?["branch"].string
        staff = item?["staff"].string.map { StaffID(trusted: $0) }
        whole = LiveText(sequence, type?.rawValue ?? "", json: payload)
        reduced = type.flatMap { Self.reduced($0, item?["data"] ?? .missing, sequence) }
    }

    /// What those of other branches have to know: a conversation may have been theirs until now.
    private static func reduced(_ type: FeedItemType, _ data: JSONValue, _ sequence: Int64) -> LiveText? {
        switch type {
        case .conversationChanged:
            guard let id = data["conversation"]["id"].string else { return nil }
            return LiveText(sequence, "conversation.hidden") { data in data.field("conversationId", id) }
        case .conversationJoined:
            guard let id = data["joined"].string else { return nil }
            return LiveText(sequence, "conversation.hidden") { data in data.field("conversationId", id) }
        default: return nil
        }
    }
}

/// A frame's text, but for the cursor, and what goes around it where it is sent as an event of a stream.
struct LiveText: Sendable {
    /// Nil for what has no place in the feed.
    let sequence: Int64?
    let type: String
    /// A JSON object in UTF-8, one line, without its opening brace. It is never empty: the cursor goes in front of its
    /// first member.
    private let members: ArraySlice<UInt8>

    /// - Parameter json: an object with a member at least.
    init(_ sequence: Int64?, _ type: String, json: [UInt8]) {
        self.sequence = sequence
        self.type = type
        members = json.dropFirst()
    }

    init(_ sequence: Int64, _ type: String, data: (inout JSONText) -> Void) {
        let json = JSONText.object { json in
            json.field("type", type)
            json.field("data", ()) { json, _ in data(&json) }
        }
        self.init(sequence, type, json: json)
    }

    /// Something that is not kept.
    init(fleeting type: String, _ data: some Encodable) {
        let json = JSONText.object { json in
            json.field("type", type)
            json.field("data", encoding: data)
        }
        self.init(nil, type, json: json)
    }

    /// About the feed itself: `hello` or `resync`.
    static func notice(_ type: String, at sequence: Int64) -> LiveText {
        LiveText(sequence, type, json: JSONText.object { $0.field("type", type) })
    }

    /// Nil for what has no place in the feed.
    func cursor(in view: LiveView) -> FeedCursor? {
        sequence.map { FeedCursor(mark: view.mark, sequence: $0) }
    }

    /// `{"cursor":"…","type":"message.added",…}`.
    func bytes(in view: LiveView) -> [UInt8] {
        let cursor = cursor(in: view).map { "\"cursor\":\"\($0.text)\"," } ?? ""
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1 + cursor.utf8.count + members.count)
        bytes.append(UInt8(ascii: "{"))
        bytes += cursor.utf8
        bytes += members
        return bytes
    }
}
