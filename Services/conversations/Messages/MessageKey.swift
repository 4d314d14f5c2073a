import Contracts
import Store

/// An id that a message is known by, on one channel.
struct MessageKey: Hashable, Sendable {
    enum Kind: String, Sendable, SQLBindable {
        /// A provider's bare id of an incoming message.
        case incoming = "in"
        /// A provider's bare id of an outgoing message.
        case outgoing = "out"
        /// Our own id.
        case own
    }

    let channel: ChannelID
    let kind: Kind
    let id: String

    init(_ channel: ChannelID, bare: String, fromMe: Bool) {
        self.channel = channel
        kind = fromMe ? .outgoing : .incoming
        id = bare
    }

    init(_ channel: ChannelID, own: MessageID) {
        self.channel = channel
        kind = .own
        id = own.text
    }

    func columns(_ workspace: WorkspaceID) -> [any SQLBindable] {
        [workspace, channel, kind, id]
    }
}

/// Where messages and what is told of them meet, whichever comes first.
struct MessageKeys {
    let turn: Turn

    /// Names a message by a key, unless it names one already.
    /// - Returns: the message that the key names, and how many reports and echoes wait for it.
    func claim(_ key: MessageKey, for message: MessageID) throws -> (message: MessageID, parked: Int) {
        let values = key.columns(turn.workspace) + [message]
        guard let row = try turn.transaction.first(MessageQuery.claimKey, arguments: values) else {
            return (message, 0)
        }
        return (try row.get(0), try row.get(1))
    }

    /// - Returns: the message that the key names; when it names none, one more waits for it.
    func wait(for key: MessageKey) throws -> MessageID? {
        try turn.transaction.first(MessageQuery.waitForKey, arguments: key.columns(turn.workspace))?.get(0)
    }

    /// Names another message by a key.
    func move(_ key: MessageKey, to message: MessageID) throws {
        try turn.transaction.run(MessageQuery.moveKey, arguments: key.columns(turn.workspace) + [message])
    }

    /// Nothing waits any more.
    func clear(_ key: MessageKey) throws {
        try turn.transaction.run(MessageQuery.clearKey, arguments: key.columns(turn.workspace))
    }
}
