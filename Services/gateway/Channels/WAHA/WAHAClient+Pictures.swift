import Contracts
import JSON

/// Where WhatsApp has pictures, for a while; nil for who shows none. The addresses need no key, and must not get one.
extension WAHAClient {
    func profilePicture(_ session: String, of chat: ChatID) async throws(WAHAError) -> String? {
        let call = WAHACall(
            "GET",
            "/api/contacts/profile-picture",
            query: [("contactId", chat.text), ("session", session)]
        )
        return try await json(call).root["profilePictureURL"].string.flatMap { $0.isEmpty ? nil : $0 }
    }

    func groupPicture(_ session: String, of group: ChatID) async throws(WAHAError) -> String? {
        let call = WAHACall("GET", "/api/{}/groups/{}/picture", [session, group.text])
        return try await json(call).root["url"].string.flatMap { $0.isEmpty ? nil : $0 }
    }
}
