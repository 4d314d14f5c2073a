import Contracts
import FoundationEssentials
import JSON

/// Reads what a message holds beside text and file, as any engine tells it.
/// - Source: WAHA documentation; WhatsApp's message protocol as the engines show it; whatsapp-web.js.
struct WAHAContent {
    let kind: MessageKind
    let payload: JSONValue
    let data: JSONValue
    /// The key of the content, in lower case; empty on WEBJS.
    let key: String
    /// What stands under the key; on WEBJS the raw message itself.
    let node: JSONValue

    init(_ raw: WAHARawMessage, kind: MessageKind) {
        self.kind = kind
        payload = raw.payload
        data = raw.data
        key = raw.content?.key ?? ""
        node = raw.content?.value ?? raw.data
    }

    /// Nil for a plain text or file.
    func read() -> MessageContent? {
        // Most messages are this, and looked at no further.
        if kind == .text, key == "conversation", !payload["replyTo"].isObject { return nil }
        var content = MessageContent()
        readKind(into: &content)
        let context = node.field("contextInfo")
        content.mentions = mentions(context).nilIfEmpty
        content.forwarded = (context["isForwarded"].exists ? context["isForwarded"] : data["isForwarded"]).flag
        content.quoted = quoted(context)
        return content.nilIfEmpty
    }

    private func readKind(into content: inout MessageContent) {
        switch kind {
        case .text: content.link = link
        case .image, .video, .audio, .voice, .sticker, .gif, .document: content.file = file
        case .location: content.location = location
        case .contact: content.contacts = contacts.nilIfEmpty
        case .poll: content.poll = poll
        case .buttons, .list:
            content.choice = choice
            if content.choice == nil { content.choices = choices }
        case .event: content.event = event
        case .product: content.product = product
        case .invite: content.invite = invite
        case .album: content.album = album
        case .call: content.call = call
        case .notice: content.notice = WAHANotice.read(data)
        case .unsupported:
            content.unsupported = key.nilIfEmpty ?? data["type"].words(64)
            content.raw = raw
        case .reaction, .revoked: break
        }
    }

    private func mentions(_ context: JSONValue) -> [ChatID] {
        let listed = context.field("mentionedJid")
        return listed.exists ? listed.chats() : data["mentionedJidList"].chats()
    }

    private var link: LinkPreview? {
        guard let url = node["matchedText"].words(2048) ?? node["canonicalUrl"].words(2048) else { return nil }
        let (title, description) = (node["title"].words(), node["description"].words())
        return title == nil && description == nil ? nil : LinkPreview(url: url, title: title, description: description)
    }

    private var file: FileDetails? {
        var file = FileDetails()
        file.size = node["fileLength"].count ?? data["size"].count
        file.seconds = node["seconds"].count ?? data["duration"].count
        file.width = node["width"].count
        file.height = node["height"].count
        file.pages = node["pageCount"].count
        file.animated = node["isAnimated"].flag
        file.round = key == "ptvmessage" || data["type"].string == "ptv" ? true : nil
        file.viewOnce = data["isViewOnce"].flag ?? node["viewOnce"].flag ?? (isWrappedOnce ? true : nil)
        return file == FileDetails() ? nil : file
    }

    private var isWrappedOnce: Bool {
        let proto = data["Message"].isObject ? data["Message"] : data["message"]
        return proto.object.contains { $0.name.lowercased().hasPrefix("viewonce") }
    }

    private var location: MessageLocation? {
        let told = payload["location"]
        let latitude = told["latitude"].double ?? node["degreesLatitude"].double
        let longitude = told["longitude"].double ?? node["degreesLongitude"].double
        guard let latitude, let longitude, abs(latitude) <= 90, abs(longitude) <= 180 else { return nil }
        let isLive = told["live"].bool == true || key == "livelocationmessage" || data["isLive"].bool == true
        return MessageLocation(
            latitude: latitude,
            longitude: longitude,
            name: told["name"].words() ?? node["name"].words() ?? told["description"].words(),
            address: told["address"].words() ?? node["address"].words(),
            url: told["url"].words() ?? node.field("url").words(),
            live: isLive ? true : nil
        )
    }

    private var contacts: [SharedContact] {
        let told = payload["vCards"].array.compactMap(\.string)
        guard told.isEmpty else { return told.prefix(250).compactMap(SharedContact.init(vCard:)) }
        let single = node["vcard"].exists ? [node] : []
        let listed = single + node["contacts"].array + data["vcardList"].array
        return listed.prefix(250).compactMap { $0["vcard"].string }.compactMap(SharedContact.init(vCard:))
    }

    private var poll: MessagePoll? {
        let isRaw = key.isEmpty
        guard let question = (isRaw ? node["pollName"] : node["name"]).words() ?? payload["body"].words() else {
            return nil
        }
        let options = (isRaw ? node["pollOptions"] : node["options"]).array.prefix(100).compactMap { option in
            option.words() ?? option["optionName"].words() ?? option["name"].words()
        }
        let selectable = isRaw ? node["pollSelectableOptionsCount"].int : node["selectableOptionsCount"].int ?? 0
        return MessagePoll(
            question: question,
            options: options.map { MessagePoll.Option(text: $0) },
            multiple: data["allowMultipleAnswers"].bool ?? (selectable ?? 1 != 1)
        )
    }

    /// Without the thumbnails and keys in it, which are long.
    private var raw: String? {
        let copy = JSONCopy(cutting: payload, texts: 1024, depth: 24)
        let encoder = JSONEncoder()
        // The same text each time.
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(copy), bytes.count <= MessageContent.rawLimit else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    private var album: MessageAlbum? {
        let (images, videos) = (node["expectedImageCount"].count ?? 0, node["expectedVideoCount"].count ?? 0)
        return images + videos > 0 ? MessageAlbum(images: images, videos: videos) : nil
    }
}

extension Array {
    var nilIfEmpty: [Element]? { isEmpty ? nil : self }
}
