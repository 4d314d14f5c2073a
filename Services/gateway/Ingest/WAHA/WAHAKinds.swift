import Contracts

/// The words of WhatsApp and its engines for kinds of messages, and ours. All keys are lower case.
/// - Source: WAHA documentation; WhatsApp's message protocol as the engines show it.
enum WAHAKinds {
    /// WEBJS and WPP: `_data.type`.
    static let byType: [String: MessageKind] = [
        "chat": .text, "image": .image, "video": .video, "ptv": .video, "audio": .audio, "ptt": .voice,
        "document": .document, "sticker": .sticker, "location": .location, "vcard": .contact, "multi_vcard": .contact,
        "poll_creation": .poll, "event_creation": .event, "list": .list, "list_response": .list, "buttons": .buttons,
        "buttons_response": .buttons, "template_button_reply": .buttons, "interactive": .buttons,
        "native_flow": .buttons, "hsm": .buttons, "product": .product, "order": .product, "payment": .product,
        "groups_v4_invite": .invite, "album": .album, "revoked": .revoked, "call_log": .call,
    ]

    /// WEBJS and WPP: what belongs in no thread, unless it is a notice that people want to see.
    static let dropped: [String: WAHAMessageReading.Drop] = [
        "e2e_notification": .notification, "notification": .notification, "notification_template": .notification,
        "broadcast_notification": .notification, "gp2": .notification, "group_notification": .notification,
        "protocol": .notification, "debug": .notification, "reaction": .notification, "ciphertext": .encrypted,
    ]

    /// GOWS and NOWEB: the key of the message's content.
    static let byContent: [String: MessageKind] = [
        "conversation": .text, "extendedtextmessage": .text, "imagemessage": .image, "videomessage": .video,
        "ptvmessage": .video, "audiomessage": .audio, "documentmessage": .document, "stickermessage": .sticker,
        "lottiestickermessage": .sticker, "locationmessage": .location, "livelocationmessage": .location,
        "contactmessage": .contact, "contactsarraymessage": .contact, "pollcreationmessage": .poll,
        "pollcreationmessagev2": .poll, "pollcreationmessagev3": .poll, "pollcreationmessagev5": .poll,
        "eventmessage": .event, "listmessage": .list, "listresponsemessage": .list, "buttonsmessage": .buttons,
        "buttonsresponsemessage": .buttons, "templatebuttonreplymessage": .buttons, "templatemessage": .buttons,
        "interactivemessage": .buttons, "interactiveresponsemessage": .buttons, "productmessage": .product,
        "ordermessage": .product, "sendpaymentmessage": .product, "requestpaymentmessage": .product,
        "groupinvitemessage": .invite, "albummessage": .album, "call": .call, "calllogmesssage": .call,
    ]

    /// GOWS and NOWEB: what changes another message and is told by events of its own.
    static let droppedContent: [String: WAHAMessageReading.Drop] = [
        "protocolmessage": .notification, "reactionmessage": .notification, "encreactionmessage": .notification,
        "pollupdatemessage": .notification, "keepinchatmessage": .notification, "pininchatmessage": .notification,
        "enceventresponsemessage": .notification,
    ]

    /// Keys around the content: each holds `{message: {…}}`.
    static let wrappers: Set = [
        "ephemeralmessage", "viewoncemessage", "viewoncemessagev2", "viewoncemessagev2extension",
        "documentwithcaptionmessage", "editedmessage", "devicesentmessage", "associatedchildmessage",
        "lottiestickermessage",
    ]

    /// Keys beside the content that say nothing of it.
    static let beside: Set = ["messagecontextinfo", "senderkeydistributionmessage"]
}
