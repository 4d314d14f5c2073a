import Contracts
import HTTPClient
import JSON

/// Sending of what is neither text nor file.
extension WAHAClient {
    func sendLocation(
        _ session: String,
        to chat: ChatID,
        _ location: MessageLocation,
        id: String? = nil,
        quoted: String? = nil
    ) async throws(WAHAError) -> ProviderMessageID? {
        let body = LocationBody(
            session: session,
            chatId: chat.text,
            latitude: location.latitude,
            longitude: location.longitude,
            title: [location.name, location.address].compactMap(\.self).joined(separator: ", "),
            reply_to: quoted,
            id: id
        )
        return try await sent(WAHACall("POST", "/api/sendLocation").with(body))
    }

    func sendContacts(
        _ session: String,
        to chat: ChatID,
        _ contacts: [SharedContact],
        id: String? = nil,
        quoted: String? = nil
    ) async throws(WAHAError) -> ProviderMessageID? {
        let body = ContactsBody(
            session: session,
            chatId: chat.text,
            contacts: contacts.map { ContactsBody.Card(vcard: $0.vCard) },
            reply_to: quoted,
            id: id
        )
        return try await sent(WAHACall("POST", "/api/sendContactVcard").with(body))
    }

    func sendPoll(
        _ session: String,
        to chat: ChatID,
        _ poll: MessagePoll,
        id: String? = nil,
        quoted: String? = nil
    ) async throws(WAHAError) -> ProviderMessageID? {
        let body = PollBody(
            session: session,
            chatId: chat.text,
            poll: .init(name: poll.question, options: poll.options.map(\.text), multipleAnswers: poll.multiple),
            reply_to: quoted,
            id: id
        )
        return try await sent(WAHACall("POST", "/api/sendPoll").with(body))
    }
}

/// What changes a message, and what is shown of us; all of it may be repeated.
extension WAHAClient {
    /// - Parameters:
    ///   - message: its full id.
    ///   - emoji: empty takes ours back.
    func react(_ session: String, to message: String, with emoji: String) async throws(WAHAError) {
        let body = ReactionRequest(session: session, messageId: message, reaction: emoji)
        _ = try await bytes(WAHACall("PUT", "/api/reaction").with(body))
    }

    /// - Parameters:
    ///   - poll: the full id of its message.
    ///   - options: their texts; none takes our vote back.
    func vote(_ session: String, in chat: ChatID, _ poll: String, for options: [String]) async throws(WAHAError) {
        let body = VoteRequest(session: session, chatId: chat.text, pollMessageId: poll, votes: options)
        _ = try await bytes(WAHACall("POST", "/api/sendPollVote").with(body))
    }

    func edit(_ session: String, _ message: String, in chat: ChatID, to text: String) async throws(WAHAError) {
        let call = WAHACall("PUT", "/api/{}/chats/{}/messages/{}", [session, chat.text, message])
        _ = try await bytes(call.with(EditRequest(text: text)))
    }

    /// Takes a message back for everybody.
    func revoke(_ session: String, _ message: String, in chat: ChatID) async throws(WAHAError) {
        _ = try await bytes(WAHACall("DELETE", "/api/{}/chats/{}/messages/{}", [session, chat.text, message]))
    }

    /// How somebody is present: in all chats, or in one.
    enum Presence: String, Codable, CaseIterable, Sendable {
        case online, offline, typing, recording, paused

        /// Whether it is shown in all chats.
        var isOfTheNumber: Bool { self == .online || self == .offline }
    }

    func setPresence(_ session: String, _ presence: Presence, in chat: ChatID) async throws(WAHAError) {
        let body = PresenceRequest(chatId: presence.isOfTheNumber ? nil : chat.text, presence: presence)
        var call = try WAHACall("POST", "/api/{}/presence", [session]).with(body)
        // It is of no use later.
        call.timeout = .seconds(10)
        _ = try await bytes(call)
    }

    /// From now on, and while the session is connected, `presence.update` tells how people are present in a chat.
    func subscribePresence(_ session: String, of chat: ChatID) async throws(WAHAError) {
        var call = WAHACall("POST", "/api/{}/presence/{}/subscribe", [session, chat.text])
        call.timeout = .seconds(10)
        _ = try await bytes(call)
    }
}

extension SharedContact {
    /// As a file, version 3.0.
    /// - Source: RFC 2426.
    fileprivate var vCard: String {
        var lines = ["BEGIN:VCARD", "VERSION:3.0", "FN:\(Self.marked(name))", "N:;\(Self.marked(name));;;"]
        if let organization { lines.append("ORG:\(Self.marked(organization));") }
        for phone in phones {
            let digits = phone.whatsappId ?? phone.number.filter { $0.isASCII && $0.isNumber }
            let label = phone.label?.filter { $0.isASCII && $0.isLetter } ?? "CELL"
            lines.append("TEL;type=\(label);waid=\(digits):\(Self.marked(phone.number))")
        }
        lines += (emails ?? []).map { "EMAIL:\(Self.marked($0))" }
        return (lines + ["END:VCARD"]).joined(separator: "\n")
    }

    /// With marks in front of what would end a value; a line break becomes a blank.
    private static func marked(_ text: String) -> String {
        var marked = ""
        for character in text {
            if character.isNewline {
                marked.append(" ")
                continue
            }
            if character == "\\" || character == "," || character == ";" { marked.append("\\") }
            marked.append(character)
        }
        return marked
    }
}

// Keys that are nil are left out: WAHA tells a missing id from null.

private struct LocationBody: Encodable {
    let session: String
    let chatId: String
    let latitude: Double
    let longitude: Double
    let title: String
    let reply_to: String?
    let id: String?
}

private struct ContactsBody: Encodable {
    struct Card: Encodable {
        let vcard: String
    }

    let session: String
    let chatId: String
    let contacts: [Card]
    let reply_to: String?
    let id: String?
}

private struct PollBody: Encodable {
    struct Poll: Encodable {
        let name: String
        let options: [String]
        let multipleAnswers: Bool
    }

    let session: String
    let chatId: String
    let poll: Poll
    let reply_to: String?
    let id: String?
}

private struct ReactionRequest: Encodable {
    let session: String
    let messageId: String
    let reaction: String
}

private struct VoteRequest: Encodable {
    let session: String
    let chatId: String
    let pollMessageId: String
    let votes: [String]
}

private struct EditRequest: Encodable {
    let text: String
}

private struct PresenceRequest: Encodable {
    let chatId: String?
    let presence: WAHAClient.Presence
}
