/// A call, as the thread shows it.
package struct MessageCall: Codable, Hashable, Sendable {
    package enum Outcome: String, Codable, CaseIterable, Sendable {
        /// Nobody has answered it yet.
        case ringing
        case accepted
        /// Nobody answered, or it was refused.
        case missed
        /// Nothing is told of how it went.
        case unknown

        package init(from decoder: any Decoder) throws {
            let text = try decoder.singleValueContainer().decode(String.self)
            self = Outcome(rawValue: text) ?? .unknown
        }
    }

    package var video: Bool
    package var group: Bool
    package var outcome: Outcome
    package var seconds: Int?

    package init(video: Bool, group: Bool = false, outcome: Outcome, seconds: Int? = nil) {
        self.video = video
        self.group = group
        self.outcome = outcome
        self.seconds = seconds
    }
}

/// What WhatsApp itself remarks in a chat.
package struct MessageNotice: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        /// Messages are end-to-end encrypted, or somebody's code has changed.
        case encryption
        case created, joined, left, promoted, demoted
        /// The group's name, text, picture or rules.
        case subject, description, picture, settings
        /// Somebody has another number now.
        case number
        case other

        package init(from decoder: any Decoder) throws {
            let text = try decoder.singleValueContainer().decode(String.self)
            self = Kind(rawValue: text) ?? .other
        }
    }

    package var kind: Kind
    /// Whom it is about.
    package var people: [ChatID]
    /// The new name or text, where it is about one.
    package var text: String?
    /// The provider's own word.
    package var word: String?

    package init(kind: Kind, people: [ChatID] = [], text: String? = nil, word: String? = nil) {
        self.kind = kind
        self.people = people
        self.text = text
        self.word = word
    }
}

/// Something that takes place at a time.
package struct MessageEvent: Codable, Hashable, Sendable {
    package var name: String
    package var description: String?
    package var location: String?
    package var startsAt: Timestamp?
    package var endsAt: Timestamp?
    package var link: String?
    package var canceled: Bool?

    package init(name: String) {
        self.name = name
    }
}

/// A product, an order or a payment.
package struct MessageProduct: Codable, Hashable, Sendable {
    package enum Kind: String, Codable, CaseIterable, Sendable {
        case product, order, payment
    }

    package var kind: Kind
    /// The provider's id of the product or order.
    package var id: String?
    package var title: String?
    package var description: String?
    package var url: String?
    /// In thousandths of the currency's unit.
    package var amount1000: Int?
    /// ISO 4217.
    package var currency: String?
    /// Of an order.
    package var items: Int?

    package init(kind: Kind) {
        self.kind = kind
    }
}

/// An invitation into a group.
package struct GroupInvite: Codable, Hashable, Sendable {
    package var group: ChatID?
    package var name: String?
    package var code: String?
    package var expiresAt: Timestamp?

    package init(group: ChatID?, name: String?, code: String?, expiresAt: Timestamp?) {
        self.group = group
        self.name = name
        self.code = code
        self.expiresAt = expiresAt
    }
}

/// The message that another one answers, in short.
package struct QuotedMessage: Codable, Hashable, Sendable {
    /// Ours; nil while we do not have the message.
    package var messageId: MessageID?
    /// Nil while we do not have the message.
    package var direction: MessageDirection?
    /// Who wrote it.
    package var sender: MessageSender?
    package var type: MessageKind
    /// Up to 120 characters of its text.
    package var preview: String?

    package init(
        messageId: MessageID? = nil,
        direction: MessageDirection? = nil,
        sender: MessageSender? = nil,
        type: MessageKind,
        preview: String?
    ) {
        self.messageId = messageId
        self.direction = direction
        self.sender = sender
        self.type = type
        self.preview = preview
    }
}
