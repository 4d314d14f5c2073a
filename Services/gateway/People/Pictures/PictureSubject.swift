import Contracts

/// Whose picture it is, and where it is asked for.
enum PictureSubject: Sendable {
    /// At any number that works.
    case contact(ContactID, at: ChatID)
    /// At a number that is in the group: others are not told.
    case group(ChatID, of: ChannelID)

    /// What it is kept under; ids of contacts have no `@`.
    var key: String {
        switch self {
        case .contact(let contact, _): contact.text
        case .group(let chat, _): chat.text
        }
    }

    func isAsked(at channel: ChannelID) -> Bool {
        switch self {
        case .contact: true
        case .group(_, let own): own == channel
        }
    }

    /// - Returns: nil when it shows none.
    func address(at client: WAHAClient, _ session: String) async throws(WAHAError) -> String? {
        switch self {
        case .contact(_, let chat): try await client.profilePicture(session, of: chat)
        case .group(let chat, _): try await client.groupPicture(session, of: chat)
        }
    }
}
