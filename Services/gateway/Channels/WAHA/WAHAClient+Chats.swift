import Contracts
import JSON

/// A chat in a list of WAHA's.
struct WAHAChat: Sendable {
    let id: ChatID
    let name: String?
    let picture: String?
    let lastMessage: JSONValue
    /// When something last happened in it, to the second; nil when the engine does not tell.
    let activity: Timestamp?

    init?(_ json: JSONValue) {
        guard let text = WAHAMessageID.text(json["id"]), let id = try? ChatID(text) else { return nil }
        self.id = id
        name = json["name"].string
        picture = json["picture"].string
        lastMessage = json["lastMessage"]
        let raw = json["_chat"].isObject ? json["_chat"] : json
        let moments = [raw["conversationTimestamp"], raw["timestamp"], json["lastMessage"]["timestamp"]]
        activity = moments.compactMap(WAHATime.read).max()
    }
}

extension WAHAClient {
    /// Chats, the latest first. Pages by `limit` even when fewer come: engines filter after paging.
    func chats(_ session: String, limit: Int = 20, offset: Int = 0) async throws(WAHAError) -> [WAHAChat] {
        let call = WAHACall(
            "GET",
            "/api/{}/chats",
            [session],
            query: [
                ("limit", "\(limit)"), ("offset", "\(offset)"), ("sortBy", "conversationTimestamp"),
                ("sortOrder", "desc"),
            ]
        )
        return try await json(call).root.array.compactMap { WAHAChat($0) }
    }

    /// Chats with names, pictures and last messages; when WAHA has not got them together in 45 s, the plain list.
    /// - Returns: `isPlain` tells that it is the plain list.
    func chatsOverview(
        _ session: String,
        limit: Int = 20,
        offset: Int = 0,
        patience: Duration = .seconds(45)
    ) async throws(WAHAError) -> (chats: [WAHAChat], isPlain: Bool) {
        var call = WAHACall(
            "GET",
            "/api/{}/chats/overview",
            [session],
            query: [("limit", "\(limit)"), ("offset", "\(offset)")]
        )
        call.timeout = patience
        do {
            return try await (json(call).root.array.compactMap { WAHAChat($0) }, false)
        } catch .noAnswer {
            return try await (chats(session, limit: limit, offset: offset), true)
        }
    }

    /// Messages of a chat, newest first.
    /// - Parameters:
    ///   - chat: an id, or `all` where the engine lists across chats.
    ///   - since: seconds are what WAHA looks at.
    ///   - downloadMedia: makes it slow.
    func messages(
        _ session: String,
        in chat: String,
        limit: Int = 100,
        offset: Int = 0,
        since: Timestamp? = nil,
        fromMe: Bool? = nil,
        downloadMedia: Bool = false
    ) async throws(WAHAError) -> [JSONValue] {
        let call = WAHACall(
            "GET",
            "/api/{}/chats/{}/messages",
            [session, chat],
            query: [
                ("limit", "\(limit)"), ("offset", "\(offset)"), ("downloadMedia", "\(downloadMedia)"),
                ("sortBy", "messageTimestamp"), ("sortOrder", "desc"),
                ("filter.timestamp.gte", since.map { "\($0.milliseconds / 1000)" }),
                ("filter.fromMe", fromMe.map { "\($0)" }),
            ]
        )
        return try await json(call).root.array
    }

    /// One message.
    /// - Parameter id: full; a bare id will do on GOWS and NOWEB.
    /// - Throws: ``WAHAError/notFound`` when WAHA has no such message.
    func message(
        _ session: String,
        in chat: ChatID,
        id: String,
        downloadMedia: Bool = false
    ) async throws(WAHAError) -> JSONDocument {
        let call = WAHACall(
            "GET",
            "/api/{}/chats/{}/messages/{}",
            [session, chat.text, id],
            query: [("downloadMedia", "\(downloadMedia)")]
        )
        return try await json(call)
    }

    /// Marks what came in as read.
    func markChatAsRead(_ session: String, _ chat: ChatID) async throws(WAHAError) {
        _ = try await bytes(WAHACall("POST", "/api/{}/chats/{}/messages/read", [session, chat.text]))
    }

    /// Whether a number is on WhatsApp, and the chat id that reaches it.
    func checkExists(_ session: String, phoneDigits: String) async throws(WAHAError) -> ChatID? {
        let call = WAHACall(
            "GET",
            "/api/contacts/check-exists",
            query: [("phone", phoneDigits), ("session", session)]
        )
        let answer = try await json(call).root
        guard answer["numberExists"].bool == true else { return nil }
        return answer["chatId"].string.flatMap { try? ChatID($0) }
    }
}
