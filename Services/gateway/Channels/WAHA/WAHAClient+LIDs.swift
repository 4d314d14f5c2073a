import Contracts
import JSON

/// A hidden id and the phone behind it.
struct LIDMapping: Hashable, Sendable {
    let lid: ChatID
    /// Nil while the session has not learnt it.
    let phone: ChatID?

    init?(_ json: JSONValue) {
        guard let lid = json["lid"].string.flatMap({ try? ChatID($0) }), lid.kind == .lid else { return nil }
        self.lid = lid
        phone = json["pn"].string.flatMap { try? ChatID($0) }
    }
}

/// Where a message to somebody goes, whatever form they were named in.
struct ResolvedChat: Hashable, Sendable {
    let chat: ChatID
    /// E.164; nil for groups and for people whose phone is not known.
    let phoneNumber: String?
}

extension WAHAClient {
    /// The phone behind a hidden id; nil while the session has not learnt it.
    func resolveLID(_ session: String, _ lid: ChatID) async throws(WAHAError) -> ChatID? {
        let answer = try await json(WAHACall("GET", "/api/{}/lids/{}", [session, lid.text]))
        return answer.root["pn"].string.flatMap { try? ChatID($0) }
    }

    /// The hidden id behind a phone, or the phone behind a hidden id; nil for groups and while the session has not learnt
    /// it.
    func otherAddress(_ session: String, of chat: ChatID) async throws(WAHAError) -> ChatID? {
        switch chat.kind {
        case .lid: return try await resolveLID(session, chat)
        case .group: return nil
        default:
            guard let digits = chat.phoneDigits else { return nil }
            let answer = try await json(WAHACall("GET", "/api/{}/lids/pn/{}", [session, digits]))
            return answer.root["lid"].string.flatMap { try? ChatID($0) }
        }
    }

    /// Everything the session knows, page by page.
    func allLIDMappings(_ session: String, pageSize: Int = 500) async throws(WAHAError) -> [LIDMapping] {
        var mappings: [LIDMapping] = []
        var offset = 0
        while true {
            let call = WAHACall(
                "GET",
                "/api/{}/lids",
                [session],
                query: [("limit", "\(pageSize)"), ("offset", "\(offset)")]
            )
            let page = try await json(call).root.array
            mappings += page.compactMap { LIDMapping($0) }
            guard !page.isEmpty else { return mappings }
            offset += page.count
        }
    }

    /// The phones behind several hidden ids, those alone that are known: one by one while there are few, else by reading
    /// all that the session knows.
    func resolveLIDs(_ session: String, _ lids: Set<ChatID>) async throws(WAHAError) -> [ChatID: ChatID] {
        var phones: [ChatID: ChatID] = [:]
        if lids.count <= 5 {
            for lid in lids { phones[lid] = try await resolveLID(session, lid) }
        } else {
            for mapping in try await allLIDMappings(session) where lids.contains(mapping.lid) {
                phones[mapping.lid] = mapping.phone
            }
        }
        return phones
    }

    /// Takes a hidden id, a group, a phone's chat or a bare international number.
    /// - Throws: ``WAHAError/rejected(_:)`` when it is none of them.
    func resolveChatID(_ session: String, _ text: String) async throws(WAHAError) -> ResolvedChat {
        let digits = text.filter { $0.isASCII && $0.isNumber }
        let chat = (try? ChatID(text)) ?? (8...15 ~= digits.count ? ChatID(phoneDigits: digits) : nil)
        guard let chat else { throw .rejected(.invalid) }
        guard chat.kind == .lid else {
            return ResolvedChat(chat: chat, phoneNumber: chat.phoneDigits.map { "+\($0)" })
        }
        let phone = try await resolveLID(session, chat)?.phoneDigits
        return ResolvedChat(chat: chat, phoneNumber: phone.map { "+\($0)" })
    }
}
