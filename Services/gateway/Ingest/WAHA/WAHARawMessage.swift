import Contracts
import JSON

/// The engine's own form of a message, inside `_data`: WhatsApp's protocol on GOWS and NOWEB, a type's name on WEBJS.
struct WAHARawMessage {
    let payload: JSONValue
    let data: JSONValue
    /// The key that says what the message is, in lower case, and what stands under it; missing on WEBJS.
    let content: (key: String, value: JSONValue)?

    enum Class: Hashable {
        case kind(MessageKind)
        case dropped(WAHAMessageReading.Drop)
    }

    init(_ payload: JSONValue) {
        self.payload = payload
        data = payload["_data"]
        let proto = data["Message"].isObject ? data["Message"] : data["message"]
        content = Self.content(of: proto, depth: 0)
    }

    /// What stands around the content: whom it answers, whom it names.
    var context: JSONValue { content.map { $0.value["contextInfo"] } ?? .missing }

    /// What kind of message it is: the engine's word where it has a clear one, else what WAHA made of it.
    func classify() -> Class {
        if let type = data["type"].string, !data["Info"].exists, !data["key"].exists {
            if let drop = WAHAKinds.dropped[type] {
                return WAHANotice.read(data) == nil ? .dropped(drop) : .kind(.notice)
            }
            if let kind = WAHAKinds.byType[type], kind != .text { return .kind(refined(kind)) }
        }
        if let content {
            if let drop = WAHAKinds.droppedContent[content.key] { return .dropped(drop) }
            if let kind = WAHAKinds.byContent[content.key], kind != .text { return .kind(refined(kind)) }
        }
        if payload["hasMedia"].bool == true { return .kind(mediaKind) }
        if payload["location"].isObject { return .kind(.location) }
        if !payload["vCards"].array.isEmpty { return .kind(.contact) }
        if payload["body"].string?.isEmpty == false { return .kind(isNew ? .unsupported : .text) }
        return unknown
    }

    /// Whether the engine has a word for it that we do not know. It may have words of its own all the same.
    private var isNew: Bool {
        if let content { return WAHAKinds.byContent[content.key] == nil }
        guard let type = data["type"].string, !data["Info"].exists, !data["key"].exists else { return false }
        return WAHAKinds.byType[type] == nil
    }

    /// The text that is shown for it.
    func body(of kind: MessageKind, _ content: MessageContent?) -> String? {
        switch kind {
        case .location: place
        case .contact: content?.contacts?.map(\.name).joined(separator: ", ") ?? text
        case .poll: text ?? content?.poll?.question
        case .event: text ?? content?.event?.name
        case .list, .buttons: text ?? content?.choice?.text ?? content?.choices?.body ?? content?.choices?.title
        case .product: text ?? content?.product?.title
        case .invite: text ?? content?.invite?.name
        case .notice, .revoked: nil
        default: text
        }
    }

    private var text: String? { payload["body"].string?.nilIfEmpty }

    /// WEBJS repeats a thumbnail as the body of a location, so the body is made of its parts: name and address, and
    /// `latitude,longitude` in a line of their own.
    private var place: String? {
        let location = payload["location"]
        let names = [location["name"], location["address"], location["description"]].compactMap(\.string?.nilIfEmpty)
        let point = [location["latitude"], location["longitude"]].compactMap(\.text?.nilIfEmpty)
        let lines = names.prefix(2) + (point.count == 2 ? [point.joined(separator: ",")] : [])
        return lines.joined(separator: "\n").nilIfEmpty
    }

    private var mediaKind: MessageKind {
        switch payload["media"]["mimetype"].string?.split(separator: "/").first {
        case "image": .image
        case "video": .video
        case "audio": .audio
        default: .document
        }
    }

    /// Voice notes and GIFs are audio and video with a mark.
    private func refined(_ kind: MessageKind) -> MessageKind {
        let value = content?.value ?? data
        switch kind {
        case .audio where value.field("ptt").bool == true: return .voice
        case .video where value.field("gifPlayback").bool == true || data["isGif"].bool == true: return .gif
        default: return kind
        }
    }

    /// Without anything to show: something new of WhatsApp's, still encrypted, or nothing at all.
    private var unknown: Class {
        if content != nil { return .kind(.unsupported) }
        if let stub = data["messageStubType"].text { return self.stub(stub.uppercased()) }
        if let type = data["type"].string, !data["Info"].exists, WAHAKinds.byType[type] != .text {
            return .kind(.unsupported)
        }
        return .dropped(.empty)
    }

    /// NOWEB: what is no message of anybody's, by name or number.
    private func stub(_ word: String) -> Class {
        if word == "2" || word.contains("CIPHERTEXT") { return .dropped(.encrypted) }
        if word == "1" || word == "REVOKE" { return .kind(.revoked) }
        if word.hasPrefix("CALL_MISSED") || ["40", "41", "45", "46"].contains(word) { return .kind(.call) }
        return WAHANotice.read(data) == nil ? .dropped(.notification) : .kind(.notice)
    }

    /// The key that matters, without the wrappers around it.
    private static func content(of proto: JSONValue, depth: Int) -> (key: String, value: JSONValue)? {
        var found: (key: String, value: JSONValue)?
        for (name, value) in proto.object where !value.isNull {
            let key = name.lowercased()
            if WAHAKinds.beside.contains(key) { continue }
            if WAHAKinds.wrappers.contains(key), depth < 8 {
                let inner = value["message"].isObject ? value["message"] : value["Message"]
                if let content = content(of: inner, depth: depth + 1) { return content }
            }
            // A known key wins over a new one beside it.
            if found == nil || WAHAKinds.byContent[key] != nil { found = (key, value) }
        }
        return found
    }
}
