/// Somebody with WhatsApp on their phone.
struct Person: Sendable {
    /// International, digits only.
    var phone: String
    /// The hidden id, digits only; nil when this person has none.
    var lid: String?
    /// What the person calls themselves.
    var pushName: String
    /// What the session's address book calls them; nil when they are not in it.
    var savedName: String?
    /// Whether the session has learned which phone belongs to the hidden id.
    var lidIsKnown = true
    /// Whether they ever get online: their phone delivers and reads nothing otherwise.
    var isReachable = true
    /// The gray of the profile picture that they show; nil when they show none.
    var picture: UInt8?

    var address: Address { .phone(phone) }

    var name: String { savedName ?? pushName }
}

/// A group chat.
struct Group: Sendable {
    /// Digits before `@g.us`.
    var id: String
    var subject: String
    var description = ""
    var participants: [Participant]
    /// The gray of its picture; nil when it has none.
    var picture: UInt8?

    struct Participant: Sendable {
        var phone: String
        var role = "participant"
    }

    var address: Address { .group(id) }
}

/// The number a session is signed in with.
struct Account: Sendable {
    var phone: String
    var lid: String
    var pushName: String
    var device = 12

    var address: Address { .phone(phone) }
}
