/// What a message is. A kind this version does not know decodes as ``unsupported``; its raw form is kept with its content.
package enum MessageKind: String, Codable, CaseIterable, Sendable {
    case text, image, video, audio, voice, sticker, gif, document, location, contact, poll, list, buttons, event,
        product
    case invite, album, call, notice, reaction, revoked, unsupported

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        self = MessageKind(rawValue: text) ?? .unsupported
    }
}

/// Whose message it is, seen from the workspace.
package enum MessageDirection: String, Codable, CaseIterable, Sendable {
    case incoming = "in"
    case outgoing = "out"
}

/// What made an outgoing message.
package enum MessageSource: String, Codable, CaseIterable, Sendable {
    /// Sent through Mynah or WAHA's API.
    case api
    /// Written on the phone or another linked device.
    case app
}

/// Who or what a message is from.
package enum MessageOrigin: String, Codable, CaseIterable, Sendable {
    /// The customer, or a member of the group.
    case customer
    /// Staff, through Mynah.
    case staff
    /// A flow.
    case bot
    case campaign
    /// Ourselves, on the phone or another linked device.
    case phone
    /// Another program, over the provider's own API.
    case provider
}
