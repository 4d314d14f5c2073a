import FoundationEssentials
import Testing

@testable import waha_simulator

/// WAHA's own description of its API, which stands beside the checkout.
struct OpenAPI: Sendable {
    private let root: Body

    /// Nil when the file is not there.
    static let document: OpenAPI? = {
        let beside = "../shared/reference/waha-openapi.json"
        let candidates = [
            ProcessInfo.processInfo.environment["MYNAH_WAHA_OPENAPI"],
            packageRoot + "/" + beside, packageRoot + "/../" + beside,
        ]
        for path in candidates.compactMap({ $0 }) {
            guard let data = try? Data(contentsOf: URL(filePath: path)), let body = try? Body(parsing: Array(data))
            else {
                continue
            }
            return OpenAPI(root: body)
        }
        return nil
    }()

    static let absence: Comment = """
        waha-openapi.json is not at ../shared/reference beside the package, and MYNAH_WAHA_OPENAPI does not name it
        """

    private static let packageRoot: String = {
        let path = #filePath
        return String(path[..<(path.firstRange(of: "/Tests/")?.lowerBound ?? path.endIndex)])
    }()

    /// The schema of an answer.
    /// - Parameter path: as the document has it: `/api/{session}/chats`.
    func schema(_ method: String, _ path: String, _ status: Int) -> Body {
        root["paths"][path][method.lowercased()]["responses"][String(status)]["content"]["application/json"]["schema"]
    }

    func describes(_ method: String, _ path: String, _ status: Int) -> Bool {
        !root["paths"][path][method.lowercased()]["responses"][String(status)].isNothing
    }

    func schema(named name: String) -> Body { root["components"]["schemas"][name] }

    /// What of a value is not as its schema says: `$.me.id is missing`.
    func problems(_ value: Body, _ schema: Body, at place: String = "$", of name: String = "") -> [String] {
        if let reference = schema["$ref"].string {
            let name = String(reference.split(separator: "/").last ?? "")
            return problems(value, self.schema(named: name), at: place, of: name)
        }
        if !schema["allOf"].isNothing {
            return schema["allOf"].items.flatMap { problems(value, $0, at: place, of: name) }
        }
        let choices = schema["oneOf"].items.map { problems(value, $0, at: place, of: name) }
        if !choices.isEmpty { return choices.contains { $0.isEmpty } ? [] : choices[0] }
        if value.isNothing { return schema["nullable"].flag == true ? [] : ["\(place) is null"] }
        return typeProblems(value, schema, place) + enumProblems(value, schema, place)
            + memberProblems(value, schema, place, name) + itemProblems(value, schema, place)
    }

    private func typeProblems(_ value: Body, _ schema: Body, _ place: String) -> [String] {
        let isRight =
            switch (schema["type"].string, value) {
            case (nil, _), ("string", .text), ("boolean", .bool), ("array", .list), ("object", .object): true
            case ("number", .integer), ("number", .number), ("integer", .integer): true
            default: false
            }
        return isRight ? [] : ["\(place) is no \(schema["type"].string ?? "")"]
    }

    private func enumProblems(_ value: Body, _ schema: Body, _ place: String) -> [String] {
        let choices = schema["enum"].items.compactMap(\.word)
        guard !choices.isEmpty, let word = value.word, !choices.contains(word) else { return [] }
        return ["\(place) is none of the choices: \(word)"]
    }

    private func itemProblems(_ value: Body, _ schema: Body, _ place: String) -> [String] {
        guard !schema["items"].isNothing else { return [] }
        return value.items.enumerated().flatMap { problems($1, schema["items"], at: "\(place)[\($0)]") }
    }

    private func memberProblems(_ value: Body, _ schema: Body, _ place: String, _ name: String) -> [String] {
        let required = schema["required"].items.compactMap(\.string).filter { key in
            if case .absent = value[key] { !Self.isOptional(name, key) } else { false }
        }
        let members = schema["properties"].members.flatMap { property -> [String] in
            let member = value[property.key]
            if member.isNothing, Self.isOptional(name, property.key) { return [] }
            if case .absent = member { return [] }
            if Self.isOfAnotherType(name, property.key) { return [] }
            return problems(member, property.value, at: place + "." + property.key)
        }
        return required.map { "\(place).\($0) is missing" } + members
    }
}

/// Where the document is stricter than the server it describes; the fact sheet tells of each.
extension OpenAPI {
    private static func isOptional(_ schema: String, _ key: String) -> Bool {
        switch schema {
        case "WAMessage", "WAMessageEditedBody":
            // 8.3 and 8.10: null or left out, by engine; `source` is left out of listings, `mediaUrl` is gone.
            ["to", "participant", "mediaUrl", "source", "body", "media", "location", "vCards", "replyTo"].contains(key)
        case "WAMessageAckBody", "WAMessageReaction": ["to", "participant"].contains(key)
        case "WAMessageRevokedBody": ["before", "revokedMessageId"].contains(key)
        case "WAMedia": true
        case "WALocation": !["latitude", "longitude", "live"].contains(key)
        case "ReplyToMessage": key == "media"
        case "SessionInfo": ["me", "presence", "apps"].contains(key)
        case "ChatSummary": key == "lastMessage"
        case "LidToPhoneNumber", "ChatPictureResponse": true
        case "WAHAEnvironment": key == "browser"
        case "WAHAPresenceData": key == "lastSeen"
        case "ReadChatMessagesResponse": true
        default: schema.hasPrefix("WAHAWebhook") || schema.hasPrefix("Webhook") ? key == "me" : key == "data"
        }
    }

    /// Declared as objects where the server gives texts.
    private static func isOfAnotherType(_ schema: String, _ key: String) -> Bool {
        switch (schema, key) {
        case ("SessionInfo", "presence"), ("SessionInfo", "timestamps"), ("WAHAEnvironment", "worker"): true
        case (_, "event"): schema.hasPrefix("WAHAWebhook") || schema.hasPrefix("Webhook")
        default: false
        }
    }
}
