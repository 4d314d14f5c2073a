import Contracts
import FoundationEssentials
import Store

/// Own messages that a provider told as sent over its API, and whose sender is not known yet.
///
/// They wait for the outcome of a send that names their id; when none comes in time, they are messages of their own.
struct Echoes {
    /// Longer than a send may take (90 s) before its outcome is known.
    static let patience = Duration.seconds(120)

    let turn: Turn

    func park(_ event: MessageReceived) throws {
        let json = String(decoding: try JSONEncoder().encode(event), as: UTF8.self)
        let dueAt = turn.now + Self.patience
        let bare = event.providerId.bare
        try turn.transaction.run(MessageQuery.parkEcho, turn.workspace, event.channel, bare, json, dueAt)
    }

    func take(_ key: MessageKey) throws -> MessageReceived? {
        guard let row = try turn.transaction.first(MessageQuery.takeEcho, turn.workspace, key.channel, key.id) else {
            return nil
        }
        let json: String = try row.get(0)
        return try JSONDecoder().decode(MessageReceived.self, from: Data(json.utf8))
    }
}
