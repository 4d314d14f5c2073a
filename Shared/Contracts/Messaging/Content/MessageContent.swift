/// What a message holds beside its text and its file. The fields of its kind are set, the others are nil.
package struct MessageContent: Codable, Hashable, Sendable {
    package var location: MessageLocation?
    package var contacts: [SharedContact]?
    package var poll: MessagePoll?
    /// What buttons and lists offer.
    package var choices: MessageChoices?
    /// What was chosen of buttons or a list.
    package var choice: MessageChoice?
    package var link: LinkPreview?
    package var call: MessageCall?
    package var notice: MessageNotice?
    package var event: MessageEvent?
    package var product: MessageProduct?
    package var invite: GroupInvite?
    package var album: MessageAlbum?
    package var file: FileDetails?
    /// Who is named in the text, by address.
    package var mentions: [ChatID]?
    /// True when it was passed on from another chat.
    package var forwarded: Bool?
    package var quoted: QuotedMessage?
    /// The provider's word for a kind that nothing here can show.
    package var unsupported: String?
    /// Such a message as the provider told it: JSON of at most ``rawLimit`` bytes, its long texts cut; nil when it is more.
    package var raw: String?

    /// Of ``raw``.
    package static let rawLimit = 65_536

    package init() {}

    /// Whether there is nothing to tell.
    package var isEmpty: Bool { self == MessageContent() }

    package var nilIfEmpty: MessageContent? { isEmpty ? nil : self }
}

/// A place on the map.
package struct MessageLocation: Codable, Hashable, Sendable {
    /// Degrees, -90 to 90.
    package var latitude: Double
    /// Degrees, -180 to 180.
    package var longitude: Double
    package var name: String?
    package var address: String?
    package var url: String?
    /// True when it moves with its sender.
    package var live: Bool?

    package init(
        latitude: Double,
        longitude: Double,
        name: String? = nil,
        address: String? = nil,
        url: String? = nil,
        live: Bool? = nil
    ) {
        self.latitude = latitude
        self.longitude = longitude
        self.name = name
        self.address = address
        self.url = url
        self.live = live
    }
}

/// A card that was passed on: somebody's name and how to reach them.
package struct SharedContact: Codable, Hashable, Sendable {
    package struct Phone: Codable, Hashable, Sendable {
        /// As it stands on the card.
        package var number: String
        /// The digits that it has on WhatsApp, when the card tells.
        package var whatsappId: String?
        /// `CELL`, `WORK`: as it stands on the card.
        package var label: String?

        package init(number: String, whatsappId: String? = nil, label: String? = nil) {
            self.number = number
            self.whatsappId = whatsappId
            self.label = label
        }
    }

    package var name: String
    package var phones: [Phone]
    package var emails: [String]?
    package var organization: String?

    package init(name: String, phones: [Phone], emails: [String]? = nil, organization: String? = nil) {
        self.name = name
        self.phones = phones
        self.emails = emails
        self.organization = organization
    }
}

/// A page that a text links to.
package struct LinkPreview: Codable, Hashable, Sendable {
    package var url: String
    package var title: String?
    package var description: String?

    package init(url: String, title: String? = nil, description: String? = nil) {
        self.url = url
        self.title = title
        self.description = description
    }
}

/// What is told of a file beside its type and name.
package struct FileDetails: Codable, Hashable, Sendable {
    /// Bytes, as the sender told them.
    package var size: Int?
    /// Of sound and moving pictures.
    package var seconds: Int?
    /// Pixels.
    package var width: Int?
    package var height: Int?
    /// Of a document.
    package var pages: Int?
    /// A sticker that moves.
    package var animated: Bool?
    /// A round video note.
    package var round: Bool?
    /// It can be opened once, on the phone alone.
    package var viewOnce: Bool?

    package init() {}
}

/// Announces the pictures and videos that follow.
package struct MessageAlbum: Codable, Hashable, Sendable {
    package var images: Int
    package var videos: Int

    package init(images: Int, videos: Int) {
        self.images = images
        self.videos = videos
    }
}
