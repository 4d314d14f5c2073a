import Contracts
import Crypto
import Phone

/// A message to send, as clients write it.
struct SendBody: Codable, Sendable {
    /// A phone number in any form, or a chat id (`60123456789@c.us`, `…@lid`, `…@g.us`). Either this or `conversationId`.
    var to: String?
    /// The conversation to answer in: by its channel, to where the person wrote from last.
    var conversationId: ConversationID?
    /// `text`, `image`, `file`, `video`, `audio`, `voice`, `sticker`, `location`, `contact`, `poll`, `buttons` or `list`.
    var type: String?
    /// For `text`: 1 to 65,536 bytes.
    var text: String?
    /// For the kinds that are a file.
    var file: SendFile?
    var caption: String?
    /// Your own reference, up to 128 characters: it comes back with the message, and sending it twice sends once. Used
    /// for another message it is refused with 409 `reference_used`.
    var clientRef: String?
    /// The channel to send from; when absent the conversation's, without a conversation the workspace's first.
    var channelId: ChannelID?
    /// The message that this answers: its `id`, or the provider's.
    var replyTo: String?
    /// For `location`.
    var location: MessageLocation?
    /// For `contact`: 1 to 50 cards.
    var contacts: [SharedContact]?
    /// For `poll`.
    var poll: SendPoll?
    /// For `buttons`, up to 3 of 20 characters, and `list`, up to 10. They leave as numbered text, and the number that
    /// comes back is understood as the choice.
    var choices: MessageChoices?
    /// Whom the text names: numbers or chat ids, up to 100; each stands in it as `@` and its digits.
    var mentions: [String]?
    /// Whether a link in the text is shown with its page; true when absent.
    var linkPreview: Bool?
}

/// A file: just one of `data`, `url` and `mediaId`.
struct SendFile: Codable, Sendable {
    /// Base64, with or without a `data:…;base64,` in front; up to 16 MB once decoded.
    var data: String?
    /// Fetched by Mynah at once.
    var url: String?
    /// A file uploaded before.
    var mediaId: MediaID?
    var mimetype: String?
    var filename: String?
}

/// A ``SendBody`` that makes sense.
struct SendOrder: Sendable {
    enum File: Sendable {
        case bytes([UInt8])
        case url(String)
        case stored(MediaID)
    }

    let chat: ChatID
    let type: MessageKind
    let text: String?
    let file: File?
    let mimetype: String?
    let filename: String?
    /// What it holds beside text and file.
    let content: MessageContent?
    let linkPreview: Bool?

    /// The most bytes of a text or a caption.
    static let textLimit = OutgoingContent.textLimit

    /// - Parameter country: for numbers written without a country code.
    /// - Throws: 422 `invalid`, naming every field at fault; 413 for a file over 16 MB.
    init(_ body: SendBody, country: String) throws(Problem) {
        var problems: [FieldProblem] = []
        let chat = Self.chat(body.to, country: country, &problems)
        let type = Self.kind(body.type, &problems)
        if let reference = body.clientRef, !(1...128).contains(reference.count) {
            problems.append(FieldProblem("clientRef", "must have 1 to 128 characters"))
        }
        if type == .text {
            Self.checkText(body, &problems)
        } else if let caption = body.caption, caption.utf8.count > Self.textLimit {
            problems.append(FieldProblem("caption", "must not be over \(Self.textLimit) bytes"))
        }
        let mentions = Self.mentions(body.mentions, country: country, &problems)
        let content = type.flatMap { body.content(of: $0, mentions: mentions) }
        if let type {
            problems += OutgoingContent(type: type, text: nil, content: content).contentProblems
        }
        let file = type?.isFile == true ? try Self.file(body.file, &problems) : nil
        guard let chat, let type, problems.isEmpty else { throw .invalid(problems) }
        self.chat = chat
        self.type = type
        text = body.text(of: type)
        self.content = content
        linkPreview = body.linkPreview
        self.file = file
        mimetype = body.file?.mimetype
        filename = body.file?.filename
    }

    private static func chat(_ to: String?, country: String, _ problems: inout [FieldProblem]) -> ChatID? {
        guard let to, !to.isEmpty else {
            problems.append(FieldProblem("to", "is missing: a phone number or a chat id; or name the conversationId"))
            return nil
        }
        if to.contains("@"), let chat = try? ChatID(to), chat.kind != .newsletter, chat.kind != .broadcast {
            guard let digits = chat.phoneDigits else { return chat }
            if (try? PhoneNumber(chatDigits: digits)) != nil { return chat }
        } else if let phone = try? PhoneNumber(parsing: to, country: country) {
            return ChatID(phoneDigits: phone.digits)
        }
        problems.append(FieldProblem("to", "is neither a phone number nor the id of a chat"))
        return nil
    }

    private static func kind(_ type: String?, _ problems: inout [FieldProblem]) -> MessageKind? {
        if let type, let kind = kinds[type] { return kind }
        problems.append(FieldProblem("type", "must be one of \(kinds.keys.sorted().joined(separator: ", "))"))
        return nil
    }

    /// What clients call the kinds that can be sent.
    static let kinds: [String: MessageKind] = [
        "text": .text, "image": .image, "file": .document, "video": .video, "audio": .audio, "voice": .voice,
        "sticker": .sticker, "location": .location, "contact": .contact, "poll": .poll, "buttons": .buttons,
        "list": .list,
    ]

    private static func mentions(
        _ mentions: [String]?,
        country: String,
        _ problems: inout [FieldProblem]
    ) -> [ChatID] {
        guard let mentions, mentions.count <= 100 else {
            if mentions != nil { problems.append(FieldProblem("mentions", "must be 100 at most")) }
            return []
        }
        var ignored: [FieldProblem] = []
        let found = mentions.map { chat($0, country: country, &ignored) }
        for (index, chat) in found.enumerated() where chat == nil {
            problems.append(FieldProblem("mentions[\(index)]", "is neither a phone number nor the id of a chat"))
        }
        return found.compactMap(\.self)
    }

    private static func checkText(_ body: SendBody, _ problems: inout [FieldProblem]) {
        if !(1...textLimit).contains(body.text?.utf8.count ?? 0) {
            problems.append(FieldProblem("text", "must have 1 to \(textLimit) bytes"))
        }
        if body.file != nil { problems.append(FieldProblem("file", "does not go with type text")) }
    }

    private static func file(_ file: SendFile?, _ problems: inout [FieldProblem]) throws(Problem) -> File? {
        switch (file?.data, file?.url, file?.mediaId) {
        case (let data?, nil, nil):
            let encoded = data.hasPrefix("data:") ? String(data.drop { $0 != "," }.dropFirst()) : data
            guard encoded.utf8.count / 4 * 3 <= MediaDataPlane.limit + 2 else { throw .mediaTooLarge }
            guard let bytes = Base64.decode(encoded), !bytes.isEmpty else {
                problems.append(FieldProblem("file.data", "is not base64, or empty"))
                return nil
            }
            return .bytes(bytes)
        case (nil, let url?, nil):
            guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
                problems.append(FieldProblem("file.url", "must begin with http:// or https://"))
                return nil
            }
            return .url(url)
        case (nil, nil, let media?):
            return .stored(media)
        default:
            problems.append(FieldProblem("file", "must have just one of data, url and mediaId"))
            return nil
        }
    }
}

extension Problem {
    /// 413 with the limit (ruling 17).
    static let mediaTooLarge = Problem(
        413,
        "media_too_large",
        "A file over WhatsApp Web may have up to 16 MB (16,777,216 bytes). Send a smaller one."
    )
}

extension MessageKind {
    /// Whether it is sent as a file.
    var isFile: Bool {
        switch self {
        case .image, .video, .audio, .voice, .sticker, .document: true
        default: false
        }
    }
}
