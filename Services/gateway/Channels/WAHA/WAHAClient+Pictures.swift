import Contracts
import JSON

extension WAHAClient {
    /// Where WhatsApp has a profile picture, for a while; nil for who shows none. The address needs no key, and must not
    /// get one.
    func profilePicture(_ session: String, of chat: ChatID) async throws(WAHAError) -> String? {
        let call = WAHACall(
            "GET",
            "/api/contacts/profile-picture",
            query: [("contactId", chat.text), ("session", session)]
        )
        return try await json(call).root["profilePictureURL"].string.flatMap { $0.isEmpty ? nil : $0 }
    }
}
