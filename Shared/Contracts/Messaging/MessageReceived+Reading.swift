extension MessageReceived {
    package static func read(_ fields: any FieldReader) throws -> MessageReceived? {
        var message = MessageReceived(
            channel: try ChannelID(fields.need("channel")),
            chat: try ChatID(fields.need("chat")),
            chatPhone: try fields.text("chatPhone"),
            providerId: try ProviderMessageID(fields.need("providerId")),
            type: MessageKind(rawValue: try fields.need("type")) ?? .unsupported,
            body: try fields.text("body"),
            timestamp: try fields.moment("timestamp")
        )
        message.sender = try fields.object("sender").map { sender in
            MessageSender(
                chatId: try ChatID(sender.need("chatId")),
                name: try sender.text("name"),
                phoneNumber: try sender.text("phoneNumber")
            )
        }
        message.media = try fields.object("media").map { media in
            IncomingMedia(
                id: try MediaID(media.need("id")),
                url: try media.text("url"),
                mimetype: try media.text("mimetype"),
                filename: try media.text("filename")
            )
        }
        message.quotedId = try fields.text("quotedId")
        message.source = try fields.text("source").map { source in
            guard let known = MessageSource(rawValue: source) else { throw Unreadable() }
            return known
        }
        message.backfilled = try fields.flag("backfilled")
        return message
    }
}
