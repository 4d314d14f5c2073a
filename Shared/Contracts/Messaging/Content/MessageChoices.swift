/// What buttons or a list offer.
package struct MessageChoices: Codable, Hashable, Sendable {
    package struct Option: Codable, Hashable, Sendable {
        /// What the answer names; nil where the provider tells none.
        package var id: String?
        package var text: String
        package var description: String?
        /// Of a button that opens a page.
        package var url: String?
        /// Of a button that calls.
        package var phoneNumber: String?
        /// The heading it stands under, in a list.
        package var section: String?

        package init(
            id: String? = nil,
            text: String,
            description: String? = nil,
            url: String? = nil,
            phoneNumber: String? = nil,
            section: String? = nil
        ) {
            self.id = id
            self.text = text
            self.description = description
            self.url = url
            self.phoneNumber = phoneNumber
            self.section = section
        }
    }

    package var title: String?
    package var body: String?
    package var footer: String?
    /// What opens a list.
    package var button: String?
    package var options: [Option]

    package init(
        title: String? = nil,
        body: String? = nil,
        footer: String? = nil,
        button: String? = nil,
        options: [Option]
    ) {
        self.title = title
        self.body = body
        self.footer = footer
        self.button = button
        self.options = options
    }
}

/// What was chosen of buttons or a list.
package struct MessageChoice: Codable, Hashable, Sendable {
    package var id: String?
    package var text: String?
    package var description: String?
    /// Our id of the message that offered it, when it is one of ours.
    package var question: MessageID?

    package init(id: String?, text: String?, description: String? = nil, question: MessageID? = nil) {
        self.id = id
        self.text = text
        self.description = description
        self.question = question
    }
}
