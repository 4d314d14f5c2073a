/// A question with answers to choose from, and who has chosen what.
package struct MessagePoll: Codable, Hashable, Sendable {
    package struct Option: Codable, Hashable, Sendable {
        package var text: String
        /// How many chose it; nil before anybody voted.
        package var votes: Int?
        /// Who chose it, the first first.
        package var voters: [MessageActor]?

        package init(text: String, votes: Int? = nil, voters: [MessageActor]? = nil) {
            self.text = text
            self.votes = votes
            self.voters = voters
        }
    }

    package var question: String
    package var options: [Option]
    /// Whether more than one may be chosen.
    package var multiple: Bool

    package init(question: String, options: [Option], multiple: Bool) {
        self.question = question
        self.options = options
        self.multiple = multiple
    }
}

/// Who reacted, voted, edited or took back.
package struct MessageActor: Codable, Hashable, Sendable {
    /// True for ourselves.
    package var fromMe: Bool
    /// Nil for ourselves.
    package var chatId: ChatID?
    /// E.164, when it is known.
    package var phoneNumber: String?
    package var name: String?
    /// The staff member, when it was done through Mynah.
    package var staff: StaffID?

    package init(
        fromMe: Bool,
        chatId: ChatID? = nil,
        phoneNumber: String? = nil,
        name: String? = nil,
        staff: StaffID? = nil
    ) {
        self.fromMe = fromMe
        self.chatId = chatId
        self.phoneNumber = phoneNumber
        self.name = name
        self.staff = staff
    }
}

/// One emoji under a message.
package struct MessageReaction: Codable, Hashable, Sendable {
    package var emoji: String
    package var count: Int
    /// The first first.
    package var senders: [MessageActor]

    package init(emoji: String, senders: [MessageActor]) {
        self.emoji = emoji
        count = senders.count
        self.senders = senders
    }
}

/// What an assistant made of a message; each is nil until it is known.
package struct MessageAI: Codable, Hashable, Sendable {
    package var processed: Bool?
    /// What it answered, up to 65,536 bytes.
    package var response: String?
    package var appointmentCreated: Bool?

    package init(processed: Bool? = nil, response: String? = nil, appointmentCreated: Bool? = nil) {
        self.processed = processed
        self.response = response
        self.appointmentCreated = appointmentCreated
    }
}
