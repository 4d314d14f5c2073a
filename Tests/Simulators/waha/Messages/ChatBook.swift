/// The chats and messages one session has in its store.
struct ChatBook: Sendable {
    private var chats: [Address: Chat] = [:] { didSet { ordered = nil } }
    private var chatsByMessage: [String: Address] = [:]
    /// The messages of all chats, once they were asked for since the last change.
    private var ordered: [Message]?

    /// Adds a message, unless one with its id and direction is there already.
    /// - Returns: whether it was new.
    @discardableResult
    mutating func add(_ message: Message, name: String) -> Bool {
        let key = Self.key(message.bareID, message.fromMe)
        guard chatsByMessage[key] == nil else { return false }
        chatsByMessage[key] = message.chat
        chats[message.chat, default: Chat(address: message.chat, name: name)].add(message)
        return true
    }

    subscript(_ address: Address) -> Chat? {
        get { chats[address] }
        set { chats[address] = newValue }
    }

    /// The first message with a bare id or with a full one.
    func message(_ id: String) -> Message? {
        let (bareID, fromMe) = Self.parts(of: id)
        for direction in fromMe.map({ [$0] }) ?? [true, false] {
            guard let address = chatsByMessage[Self.key(bareID, direction)] else { continue }
            return chats[address]?.messages.last { $0.bareID == bareID && $0.fromMe == direction }
        }
        return nil
    }

    /// Changes a message in place.
    /// - Returns: the message as it now is, nil when there is none.
    @discardableResult
    mutating func change(_ id: String, _ change: (inout Message) -> Void) -> Message? {
        guard let found = message(id) else { return nil }
        return chats[found.chat]?.change(found.bareID, found.fromMe, change)
    }

    mutating func remove(_ id: String) {
        guard let found = message(id) else { return }
        chatsByMessage[Self.key(found.bareID, found.fromMe)] = nil
        chats[found.chat]?.messages.removeAll { $0.bareID == found.bareID && $0.fromMe == found.fromMe }
    }

    mutating func removeAll() { self = ChatBook() }

    var addresses: [Address] { Array(chats.keys) }

    /// The chats with the latest message first.
    var latestFirst: [Chat] {
        chats.values.sorted { ($0.lastMilliseconds, $0.address.chatID) > ($1.lastMilliseconds, $1.address.chatID) }
    }

    /// The messages of all chats, oldest first.
    mutating func inOrder() -> [Message] {
        if let ordered { return ordered }
        let messages = Chat.inOrder(Array(chats.values))
        ordered = messages
        return messages
    }

    var messageCount: Int { chatsByMessage.count }

    private static func key(_ bareID: String, _ fromMe: Bool) -> String { fromMe ? "+" + bareID : "-" + bareID }

    /// - Returns: the bare id, and the direction when the id is a full one.
    static func parts(of id: String) -> (bareID: String, fromMe: Bool?) {
        let parts = id.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return (id, nil) }
        return (String(parts[2]), parts[0] == "true")
    }
}

/// One chat of a session.
struct Chat: Sendable {
    let address: Address
    var name: String
    /// Oldest first, in order of arrival among equal seconds.
    var messages: [Message] = []
    var unread = 0
    var isArchived = false
    private(set) var lastTold = Moment(milliseconds: 0)

    /// The messages of some chats, oldest first.
    static func inOrder(_ chats: [Chat]) -> [Message] {
        guard chats.count != 1 else { return chats[0].messages }
        return chats.flatMap(\.messages).sorted { ($0.milliseconds, $0.bareID) < ($1.milliseconds, $1.bareID) }
    }

    var lastMilliseconds: Int64 { messages.last?.milliseconds ?? 0 }

    mutating func add(_ message: Message) {
        let place = messages.lastIndex { $0.milliseconds <= message.milliseconds }.map { $0 + 1 } ?? 0
        messages.insert(message, at: place)
        if !message.fromMe { unread += 1 }
    }

    /// When a message that leaves now is told: people take longer than a millisecond for the next one, and the order of
    /// a chat can be told from nothing else.
    mutating func tellingMoment() -> Moment {
        lastTold = max(.now, Moment(milliseconds: lastTold.milliseconds + 1))
        return lastTold
    }

    mutating func change(_ bareID: String, _ fromMe: Bool, _ change: (inout Message) -> Void) -> Message? {
        guard let place = messages.lastIndex(where: { $0.bareID == bareID && $0.fromMe == fromMe }) else { return nil }
        change(&messages[place])
        return messages[place]
    }
}
