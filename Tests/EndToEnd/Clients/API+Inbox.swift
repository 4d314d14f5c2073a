import Foundation
import HTTPClient
import JSON

/// What staff do in the inbox.
extension API {
    /// The same client, with a token.
    func signedIn(_ email: String, _ password: String) async throws -> API {
        let reply = try await value(post("/api/auth/login", ["email": email, "password": password]))
        guard let token = reply["token"].string else { throw Unfit("the sign-in gave no token") }
        var client = self
        client.token = token
        return client
    }

    /// All conversations, page by page, and the totals of the last page.
    func conversations(limit: Int = 500) async throws -> (items: [JSONValue], totals: JSONValue) {
        var items: [JSONValue] = []
        var cursor = ""
        while true {
            let page = try await value(get("/api/waha/contacts?limit=\(limit)\(cursor)"))
            items += page["items"].array
            guard let next = page["nextCursor"].string else { return (items, page["totals"]) }
            cursor = "&cursor=" + Self.escaped(next)
        }
    }

    /// The conversation with a phone number, once there is one.
    func conversation(with phone: String, within limit: Duration = .seconds(30)) async throws -> JSONValue {
        try await eventually("there is a conversation with \(phone)", within: limit) {
            try await value(get("/api/waha/contacts?search=\(Self.escaped(phone))"))["items"].array.first
        }
    }

    /// All messages of a conversation, oldest first.
    func messages(of conversation: String) async throws -> [JSONValue] {
        var messages: [JSONValue] = []
        var before = ""
        while true {
            let page = try await value(get("/api/conversations/\(conversation)/messages?limit=100\(before)"))
            messages += page["items"].array
            guard let next = page["nextCursor"].string else { return messages.reversed() }
            before = "&before=" + Self.escaped(next)
        }
    }

    /// Gives a conversation to a person, once the service that keeps conversations has heard of them.
    func assign(_ conversation: String, to person: API) async throws {
        guard let staff = try await person.value(person.get("/api/auth/me"))["staff"]["id"].string else {
            throw Unfit("nobody is signed in")
        }
        _ = try await eventually("conversations has heard of the person") {
            try await value(put("/api/conversations/\(conversation)/assignment", ["staff": staff]))
        }
    }

    func sendText(_ text: String, to: String, clientRef: String? = nil) async throws -> Reply {
        var fields: Fields = ["to": to, "type": "text", "text": text]
        fields["clientRef"] = clientRef
        return try await post("/api/waha/messages/send", fields)
    }

    /// A message of a conversation, once it is as wanted.
    func message(
        _ id: String,
        of conversation: String,
        within limit: Duration = .seconds(30),
        until isRight: (JSONValue) -> Bool
    ) async throws -> JSONValue {
        try await eventually("message \(id) is as it should be", within: limit) {
            try await messages(of: conversation).first { $0["id"].string == id && isRight($0) }
        }
    }

    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }
}
