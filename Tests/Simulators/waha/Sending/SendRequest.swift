import Crypto
import HTTPClient

/// What a send endpoint was asked to send.
struct SendRequest: Sendable {
    var chat: Address
    var content: Content
    var replyTo: String?
    var messageID: String?
    /// Where and what, as it came, without the file's bytes.
    var endpoint: String
    var body: Body

    /// - Throws: ``Refusal`` with 500, as WAHA has no better answer to malformed bodies.
    init(_ exchange: Exchange, content: Content) throws(Refusal) {
        guard let text = exchange.body["chatId"].word, let chat = Address(text) else {
            throw .engine("Cannot read properties of undefined (reading 'chatId'): wid error: invalid wid", exchange)
        }
        self.chat = chat
        self.content = content
        replyTo = exchange.body["reply_to"].string ?? exchange.body["replyTo"].string
        messageID = exchange.body["id"].string
        endpoint = exchange.target
        let file = exchange.body["file"]
        body = exchange.body
        if case .object = file { body = body.merging(["file": file.merging(["data": .absent])]) }
    }
}

extension SendRequest {
    /// The page that comes with a text: the one that was handed over, else what stands behind its first link.
    var page: Message.Page? {
        guard case .text(let text) = content, body["linkPreview"].flag != false else { return nil }
        let given = body["preview"]
        let found = text.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("https://") }.map(String.init)
        guard let url = given["url"].string ?? found else { return nil }
        return Message.Page(
            url: url,
            title: given["title"].string ?? String(url.dropFirst(8).prefix { $0 != "/" }),
            description: given["description"].string ?? "A page of the web"
        )
    }
}

/// What the send endpoints make of their bodies.
extension Content {
    static func text(of exchange: Exchange, _ member: String = "text") throws(Refusal) -> Content {
        guard let text = exchange.body[member].string else { throw .engine("\(member) must be a string", exchange) }
        return .text(text)
    }

    static func place(of exchange: Exchange) throws(Refusal) -> Content {
        guard let latitude = exchange.body["latitude"].double, let longitude = exchange.body["longitude"].double else {
            throw .engine("latitude and longitude must be numbers", exchange)
        }
        return .place(Place(latitude: latitude, longitude: longitude, name: exchange.body["title"].string))
    }

    static func contacts(of exchange: Exchange) throws(Refusal) -> Content {
        let cards = exchange.body["contacts"].items.compactMap { contact -> String? in
            if let card = contact["vcard"].string { return card }
            guard let name = contact["fullName"].string, let phone = contact["phoneNumber"].word else { return nil }
            let organization = contact["organization"].string
            return VCard.text(
                name: name,
                organization: organization,
                phone: phone,
                whatsAppID: contact["whatsappId"].word
            )
        }
        guard !cards.isEmpty else { throw .engine("contacts must not be empty", exchange) }
        return .contacts(cards)
    }

    static func poll(of exchange: Exchange) throws(Refusal) -> Content {
        let poll = exchange.body["poll"]
        let options = poll["options"].items.compactMap(\.string)
        guard let name = poll["name"].string, !options.isEmpty else {
            throw .engine("poll must have a name and options", exchange)
        }
        return .poll(Poll(name: name, options: options, allowsSeveral: poll["multipleAnswers"].flag ?? false))
    }

    static func list(of exchange: Exchange) throws(Refusal) -> Content {
        let message = exchange.body["message"]
        guard let title = message["title"].string, let button = message["button"].string else {
            throw .engine("message must have a title and a button", exchange)
        }
        return .list(title: title, description: message["description"].string ?? "", button: button)
    }
}

extension Simulator {
    /// The file of a send: fetched from its URL, or decoded from its base64.
    /// - Throws: ``Refusal`` with 500 when it can be had neither way.
    func file(_ kind: MediaFile.Kind, of exchange: Exchange) async throws -> Content {
        let file = exchange.body["file"]
        let (bytes, type) = try await bytes(of: file, exchange)
        let fallback = Samples.file(kind).mimetype
        let attachment = MediaFile(
            kind: kind,
            bytes: bytes,
            mimetype: file["mimetype"].string ?? type ?? fallback,
            filename: kind == .document ? file["filename"].string : nil
        )
        return .file(attachment, caption: exchange.body["caption"].string)
    }

    private func bytes(of file: Body, _ exchange: Exchange) async throws -> (bytes: [UInt8], type: String?) {
        if let data = file["data"].string {
            guard let bytes = Base64.decode(data) else { throw Refusal.engine("data is not base64", exchange) }
            return (bytes, nil)
        }
        guard let url = file["url"].string else { throw Refusal.engine("file must have url or data", exchange) }
        do {
            let response = try await fetcher.send(HTTPClientRequest("GET", url, maxResponseBytes: 64 << 20))
            guard (200...299).contains(response.status) else {
                throw Refusal.engine("Request failed with status code \(response.status)", name: "AxiosError", exchange)
            }
            return (response.body, response.header("content-type"))
        } catch let error as HTTPClientError {
            throw Refusal.engine("\(error)", name: "AxiosError", exchange)
        }
    }
}
