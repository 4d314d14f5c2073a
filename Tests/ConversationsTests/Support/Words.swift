import Contracts

/// Short forms of what others tell.
enum Words {
    static let start = Timestamp(milliseconds: 1_767_225_600_000)

    /// - Parameters:
    ///   - second: after ``start``.
    ///   - phone: what the provider tells of a hidden address.
    static func received(
        _ bare: String,
        from chat: String = "60123456789@c.us",
        second: Int = 0,
        fromMe: Bool = false,
        source: MessageSource? = nil,
        body: String? = nil,
        phone: String? = nil,
        name: String? = nil,
        participant: String? = nil
    ) throws -> MessageReceived {
        let address = try ChatID(chat)
        let author = try participant.map { try ChatID($0) } ?? address
        let id = "\(fromMe)_\(chat)_\(bare)" + (participant.map { "_\($0)" } ?? "")
        var event = MessageReceived(
            channel: Desk.channel,
            chat: address,
            chatPhone: phone ?? address.phoneDigits.map { "+\($0)" },
            providerId: try ProviderMessageID(id),
            type: .text,
            body: body ?? bare,
            timestamp: start + .seconds(second)
        )
        event.source = source
        if !fromMe { event.sender = MessageSender(chatId: author, name: name, phoneNumber: nil) }
        return event
    }

    static func send(
        _ text: String,
        to chat: String = "60123456789@c.us",
        reference: String? = nil
    ) throws -> SendMessage {
        SendMessage(
            channel: Desk.channel,
            chat: try ChatID(chat),
            content: OutgoingContent(type: .text, text: text),
            clientRef: reference,
            sentBy: StaffID(trusted: "staff")
        )
    }

    static func ack(
        _ bare: String,
        _ status: MessageStatus,
        fromMe: Bool = true,
        second: Int = 10
    ) -> DeliveryReported {
        DeliveryReported(
            channel: Desk.channel,
            bareId: bare,
            fromMe: fromMe,
            status: status,
            at: start + .seconds(second)
        )
    }

    /// The send queue's word on a message.
    static func outcome(
        _ message: MessageID,
        _ status: MessageStatus?,
        bare: String? = nil,
        uncertain: Bool = false,
        error: DeliveryError? = nil,
        second: Int = 5
    ) -> DeliveryReported {
        DeliveryReported(
            channel: Desk.channel,
            messageId: message,
            providerId: bare.map { "true_60123456789@c.us_\($0)" },
            bareId: bare,
            status: status,
            uncertain: uncertain,
            error: error,
            at: start + .seconds(second)
        )
    }
}
