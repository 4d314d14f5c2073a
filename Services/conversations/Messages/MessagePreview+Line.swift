import Contracts

extension MessagePreview {
    init(_ message: Message) {
        self.init(
            id: message.id,
            direction: message.direction,
            type: message.type,
            preview: Self.line(of: message.body, message.type),
            status: message.status,
            timestamp: message.timestamp
        )
    }

    /// A text in one line of up to 120 characters, or the kind's name when there is none.
    static func line(of body: String?, _ type: MessageKind) -> String {
        let line = (body ?? "").oneLine(upTo: byteLimit)
        if line.isEmpty { return type.rawValue }
        return line.utf8.count <= 120 ? line : String(line.prefix(120))
    }

    /// What 120 characters take at most, emoji of many parts aside.
    private static let byteLimit = 480
}
