/// What a person calls themselves, as a message tells it.
struct ToldName: Sendable {
    let text: String
    /// Whether the message was read back from history: they may be called otherwise by now, so it counts only while no
    /// other name is known.
    let isPast: Bool
}
