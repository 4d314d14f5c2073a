/// What is sent.
package struct OutgoingContent: Codable, Hashable, Sendable {
    /// The most bytes of a text or caption.
    package static let textLimit = 65_536

    /// `text`, `image`, `video`, `audio`, `voice`, `sticker`, `document`, `location`, `contact`, `poll`, `buttons` or `list`.
    package var type: MessageKind
    /// The text, or the caption of a file; up to 65,536 bytes. Of buttons and lists, all of it with the options numbered.
    package var text: String?
    /// The stored file, for all kinds that are one.
    package var media: MessageMedia?
    /// The provider's bare id of the message it answers.
    package var quotedId: String?
    /// The provider's full id of the message it answers, when it is known.
    package var quotedFullId: String?
    /// Place, cards, poll, choices, mentions.
    package var content: MessageContent?
    /// Whether the provider may show the page that a text links to; nil leaves it to the provider.
    package var linkPreview: Bool?
    /// Set when it is no message but changes one; ``text`` is the emoji or the new text then.
    package var gesture: Gesture?

    package init(
        type: MessageKind,
        text: String?,
        media: MessageMedia? = nil,
        quotedId: String? = nil,
        content: MessageContent? = nil,
        linkPreview: Bool? = nil
    ) {
        self.type = type
        self.text = text
        self.media = media
        self.quotedId = quotedId
        self.content = content
        self.linkPreview = linkPreview
    }

    package init(gesture: Gesture, text: String?) {
        type = gesture.kind == .reaction ? .reaction : gesture.kind == .revocation ? .revoked : .text
        self.text = text
        self.gesture = gesture
    }
}

/// A change of a message that is sent; repeated it changes nothing more.
package struct Gesture: Codable, Hashable, Sendable {
    /// `reaction`, `edit`, `revocation` or `vote`.
    package var kind: MessageAltered.Kind
    /// The provider's full id of the message.
    package var target: String
    /// What a vote is for.
    package var options: [String]?

    package init(kind: MessageAltered.Kind, target: String, options: [String]? = nil) {
        self.kind = kind
        self.target = target
        self.options = options
    }
}
