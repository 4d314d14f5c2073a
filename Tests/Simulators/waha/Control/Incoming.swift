import Crypto

/// A message somebody sends to a session, as the control plane orders it.
struct Incoming: Sendable {
    var session = "default"
    /// The person's phone, or their hidden id.
    var from: Address
    var group: Address?
    var content: Content
    var addressing = Addressing.phone
    var alternative = Alternative.present
    var bareID: String?
    /// Since 1970; now when nil.
    var milliseconds: Int64?
    var pushName: String?
    var replyTo: String?
    /// Written by ourselves on the phone.
    var isOwn = false

    /// By which of their addresses the person writes.
    enum Addressing: String, Sendable {
        case phone, lid
    }

    /// What raw data tells of the other address.
    enum Alternative: String, Sendable {
        case present, device, empty, missing
    }
}

extension Incoming {
    /// - Throws: ``Refusal`` with 400.
    init(_ body: Body) throws(Refusal) {
        guard let from = (body["from"].word ?? body["chatId"].word).flatMap(Address.init) else {
            throw .badRequest(["from must be a phone number or a chat id"])
        }
        self.from = from
        session = body["session"].string ?? "default"
        group = body["group"].word.flatMap { Address($0.contains("@") ? $0 : $0 + "@g.us") }
        content = try Self.content(body)
        addressing = body["addressing"].string.flatMap(Addressing.init) ?? (from.isLID ? .lid : .phone)
        alternative = body["alt"].string.flatMap(Alternative.init) ?? .present
        bareID = body["id"].string
        milliseconds = body["timestampMs"].int.map { Int64($0) } ?? body["timestamp"].int.map { Int64($0) * 1_000 }
        pushName = body["pushName"].string
        replyTo = body["replyTo"].string
        isOwn = body["own"].flag ?? false
    }

    private static func content(_ body: Body) throws(Refusal) -> Content {
        let text = body["text"].string ?? body["caption"].string
        switch body["kind"].string ?? "text" {
        case "text": return .text(text ?? "Hello")
        case "location", "live-location": return place(body)
        case "contact", "contacts":
            let names = body["names"].items.compactMap(\.string)
            let cards = (names.isEmpty ? ["Aida Rahman"] : names).map {
                VCard.text(name: $0, organization: nil, phone: "+60 12-345 6790", whatsAppID: "60123456790")
            }
            return .contacts(cards)
        case "poll":
            return .poll(Poll(name: text ?? "Which class?", options: ["Morning", "Evening"], allowsSeveral: false))
        case "list-reply": return .choice(title: text ?? "Yoga", id: body["choice"].string ?? "row1", ofList: true)
        case "button-reply": return .choice(title: text ?? "Yes", id: body["choice"].string ?? "1", ofList: false)
        case "album": return .album(images: 2, videos: 0)
        case "system": return .system(type: text ?? "e2e_notification")
        case "waiting": return .waiting
        case "unknown": return .unknown(key: text ?? "hologramMessage")
        case let kind:
            guard let kind = MediaFile.Kind(rawValue: kind) else { throw .badRequest(["kind is unknown: \(kind)"]) }
            return try .file(attachment(kind, body), caption: text)
        }
    }

    private static func place(_ body: Body) -> Content {
        .place(
            Place(
                latitude: body["latitude"].double ?? 3.1569,
                longitude: body["longitude"].double ?? 101.5899,
                name: body["name"].string ?? "Kota Damansara",
                isLive: body["kind"].string == "live-location"
            )
        )
    }

    private static func attachment(_ kind: MediaFile.Kind, _ body: Body) throws(Refusal) -> MediaFile {
        var attachment = Samples.file(kind)
        if let data = body["data"].string {
            guard let bytes = Base64.decode(data) else { throw .badRequest(["data is not base64"]) }
            attachment.bytes = bytes
        } else if let size = body["size"].int {
            attachment.bytes += [UInt8](repeating: 0, count: max(0, min(size, 64 << 20) - attachment.bytes.count))
        }
        attachment.mimetype = body["mimetype"].string ?? attachment.mimetype
        attachment.filename = body["filename"].string ?? attachment.filename
        attachment.isViewOnce = body["viewOnce"].flag ?? false
        if let name = body["media"].string {
            guard let state = MediaFile.State(rawValue: name) else { throw .badRequest(["media is unknown: \(name)"]) }
            attachment.state = state
        }
        return attachment
    }
}
