import Contracts
import HTTPClient
import JSON

extension WAHAClient {
    /// An id for a message that is about to be sent; nil where the engine has no such thing.
    func newMessageID(_ session: String) async throws(WAHAError) -> String? {
        do {
            let text = try await json(WAHACall("GET", "/api/{}/new-message-id", [session])).root["id"].string
            guard let text, !text.isEmpty else { return nil }
            return (try? ProviderMessageID(text))?.bare ?? text
        } catch .unsupported, .notFound {
            return nil
        }
    }

    /// - Parameters:
    ///   - id: from ``newMessageID(_:)``.
    ///   - quoted: the id of the message it answers.
    ///   - mentions: whom it names.
    ///   - linkPreview: nil leaves it to WAHA.
    /// - Returns: the id that the message has; nil when WAHA did not name one.
    func sendText(
        _ session: String,
        to chat: ChatID,
        _ text: String,
        id: String? = nil,
        quoted: String? = nil,
        mentions: [ChatID]? = nil,
        linkPreview: Bool? = nil
    ) async throws(WAHAError) -> ProviderMessageID? {
        let body = TextBody(
            session: session,
            chatId: chat.text,
            text: text,
            reply_to: quoted,
            id: id,
            mentions: mentions?.map(\.text),
            linkPreview: linkPreview
        )
        return try await sent(WAHACall("POST", "/api/sendText").with(body))
    }

    /// Sends an image that people see in the chat.
    func sendImage(
        _ session: String,
        to chat: ChatID,
        _ file: WAHAFile,
        caption: String? = nil,
        quoted: String? = nil,
        mentions: [ChatID]? = nil
    ) async throws(WAHAError) -> ProviderMessageID? {
        let fields = FileFields(session, chat, caption: caption, quoted: quoted, mentions: mentions)
        return try await send("/api/sendImage", fields, file)
    }

    /// Sends a file as a document.
    func sendFile(
        _ session: String,
        to chat: ChatID,
        _ file: WAHAFile,
        caption: String? = nil,
        quoted: String? = nil,
        mentions: [ChatID]? = nil
    ) async throws(WAHAError) -> ProviderMessageID? {
        let fields = FileFields(session, chat, caption: caption, quoted: quoted, mentions: mentions)
        return try await send("/api/sendFile", fields, file)
    }

    /// Sends a sticker; older WAHAs cannot.
    func sendSticker(
        _ session: String,
        to chat: ChatID,
        _ file: WAHAFile,
        quoted: String? = nil
    ) async throws(WAHAError) -> ProviderMessageID? {
        try await send("/api/sendSticker", FileFields(session, chat, quoted: quoted), file)
    }

    /// Sends a voice note.
    /// - Parameter convert: lets WAHA make Ogg with Opus of it, which it must be.
    func sendVoice(
        _ session: String,
        to chat: ChatID,
        _ file: WAHAFile,
        convert: Bool = true,
        quoted: String? = nil
    ) async throws(WAHAError) -> ProviderMessageID? {
        try await send("/api/sendVoice", FileFields(session, chat, quoted: quoted, convert: convert), file)
    }

    /// Sends a video.
    /// - Parameter convert: lets WAHA make MP4 with H.264 of it, which it must be.
    func sendVideo(
        _ session: String,
        to chat: ChatID,
        _ file: WAHAFile,
        caption: String? = nil,
        convert: Bool = true,
        quoted: String? = nil,
        mentions: [ChatID]? = nil
    ) async throws(WAHAError) -> ProviderMessageID? {
        let fields = FileFields(
            session,
            chat,
            caption: caption,
            quoted: quoted,
            mentions: mentions,
            convert: convert,
            asNote: false
        )
        return try await send("/api/sendVideo", fields, file)
    }

    private func send(
        _ path: String,
        _ fields: FileFields,
        _ file: WAHAFile
    ) async throws(WAHAError) -> ProviderMessageID? {
        var call = WAHACall("POST", path)
        call.body = try file.body(around: fields)
        do {
            return try await sent(call)
        } catch {
            // A body that broke off half-way is nothing that WAHA could have carried out.
            if case .bytes(let stream) = file.content, stream.isBroken { throw .unreachable("the file broke off") }
            throw error
        }
    }

    /// Any 2xx means that WAHA has taken it, whatever it says.
    func sent(_ call: WAHACall) async throws(WAHAError) -> ProviderMessageID? {
        let answer = try await bytes(call)
        guard let document = try? JSONDocument(answer) else { return nil }
        return WAHAMessageID.read(document.root)
    }
}

/// A key that is nil is left out: WAHA tells a missing id from null.
private struct TextBody: Encodable {
    let session: String
    let chatId: String
    let text: String
    let reply_to: String?
    let id: String?
    let mentions: [String]?
    let linkPreview: Bool?
}

/// What stands beside the file in the body of a send.
struct FileFields: Encodable, Sendable {
    let session: String
    let chatId: String
    let caption: String?
    let reply_to: String?
    let mentions: [String]?
    let convert: Bool?
    let asNote: Bool?

    init(
        _ session: String,
        _ chat: ChatID,
        caption: String? = nil,
        quoted: String? = nil,
        mentions: [ChatID]? = nil,
        convert: Bool? = nil,
        asNote: Bool? = nil
    ) {
        self.session = session
        chatId = chat.text
        self.caption = caption
        reply_to = quoted
        self.mentions = mentions?.map(\.text)
        self.convert = convert
        self.asNote = asNote
    }
}
