extension MessageReceived {
    package static func read(_ fields: any FieldReader) throws -> MessageReceived {
        let chat = try ChatID(fields.need("chat"))
        return MessageReceived(
            channel: try ChannelID(fields.need("channel")),
            chat: chat,
            chatPhone: try fields.text("chatPhone"),
            providerId: try ProviderMessageID(fields.need("providerId"), in: chat),
            type: MessageKind(rawValue: try fields.need("type")) ?? .unsupported,
            body: try fields.text("body"),
            timestamp: try fields.moment("timestamp"),
            sender: try fields.object("sender").map(MessageSender.init),
            media: try fields.object("media").map(IncomingMedia.init),
            quotedId: try fields.text("quotedId"),
            source: try fields.text("source").map { source in
                guard let known = MessageSource(rawValue: source) else { throw Unreadable() }
                return known
            },
            backfilled: try fields.flag("backfilled"),
            past: try fields.flag("past")
        )
    }
}

extension MessageSender {
    fileprivate init(_ fields: any FieldReader) throws {
        self.init(
            chatId: try ChatID(fields.need("chatId")),
            name: try fields.text("name"),
            phoneNumber: try fields.text("phoneNumber")
        )
    }
}

extension IncomingMedia {
    fileprivate init(_ fields: any FieldReader) throws {
        self.init(
            id: try MediaID(fields.need("id")),
            url: try fields.text("url"),
            mimetype: try fields.text("mimetype"),
            filename: try fields.text("filename")
        )
    }
}
