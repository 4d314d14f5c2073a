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
    /// `{"cursor":"…","type":"message.added",…}`.
    let whole: LiveText
    /// For those who belong to another branch; nil when they see nothing of it.
    let reduced: LiveText?

    init(_ event: ToldEvent) {
        self.init(sequence: event.sequence, workspace: event.workspace, payload: event.payload)
    }

    /// - Parameter payload: a ``FeedItem``.
    init(sequence: Int64, workspace: WorkspaceID, payload: [UInt8]) {
        let cursor = FeedCursor(sequence: sequence)
        let item = try? JSONDocument(payload).root
        self.sequence = sequence
        self.workspace = workspace
        type = item?["type"].string.flatMap(FeedItemType.init)
        branch = item?["branch"].string
        staff = item?["staff"].string.map { StaffID(trusted: $0) }
        // The payload is an object that is never empty: the cursor goes in front of its first member.
        whole = LiveText(cursor, type?.rawValue ?? "", json: payload.dropFirst())
        reduced = type.flatMap { Self.reduced($0, item?["data"] ?? .missing, cursor) }
    }

    /// What those of other branches have to know: a conversation may have been theirs until now.
    private static func reduced(_ type: FeedItemType, _ data: JSONValue, _ cursor: FeedCursor) -> LiveText? {
        switch type {
        case .conversationChanged:
            guard let id = data["conversation"]["id"].string else { return nil }
            return LiveText(cursor, "conversation.hidden") { data in data.field("conversationId", id) }
        case .conversationJoined:
            guard let id = data["joined"].string else { return nil }
            return LiveText(cursor, "conversation.hidden") { data in data.field("conversationId", id) }
        default: return nil
        }
    }
}

/// A frame's text, and what goes around it where it is sent as an event of a stream.
struct LiveText: Sendable {
    /// Nil for what has no place in the feed.
    let cursor: FeedCursor?
    let type: String
    /// JSON in UTF-8, one line.
    let bytes: [UInt8]

    /// - Parameter json: an object without its opening brace.
    init(_ cursor: FeedCursor, _ type: String, json: ArraySlice<UInt8>) {
        self.cursor = cursor
        self.type = type
        bytes = Array("{\"cursor\":\"\(cursor.text)\",".utf8) + json
    }

    init(_ cursor: FeedCursor, _ type: String, data: (inout JSONText) -> Void) {
        self.cursor = cursor
        self.type = type
        bytes = JSONText.object { json in
            json.field("cursor", cursor.text)
            json.field("type", type)
            json.field("data", ()) { json, _ in data(&json) }
        }
    }

    /// Something that is not kept.
    init(fleeting type: String, _ data: some Encodable) {
        cursor = nil
        self.type = type
        bytes = JSONText.object { json in
            json.field("type", type)
            json.field("data", encoding: data)
        }
    }

    /// About the feed itself: `hello` or `resync`.
    static func notice(_ type: String, at sequence: Int64) -> LiveText {
        let cursor = FeedCursor(sequence: sequence)
        return LiveText(cursor, type, json: Array("\"type\":\"\(type)\"}".utf8)[...])
    }
}
