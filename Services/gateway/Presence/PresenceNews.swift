import Bus

/// What the instances of the gateway tell each other of presence: the webhook may come to one, whoever looks at the
/// conversation be connected to another.
struct PresenceNews: Broadcast {
    static let name = "presence"

    var watches: [PresenceWatch] = []
    var notes: [PresenceNote] = []

    var isEmpty: Bool { watches.isEmpty && notes.isEmpty }
}
