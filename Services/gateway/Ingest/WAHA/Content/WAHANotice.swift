import Contracts
import JSON

/// What WhatsApp itself remarks in a chat: a message of a type of its own on WEBJS, a stub on NOWEB.
/// - Source: whatsapp-web.js, types and subtypes; Baileys, `WAMessageStubType`.
enum WAHANotice {
    /// Nil when it is nothing that people want to see.
    static func read(_ data: JSONValue) -> MessageNotice? {
        guard let word = word(data), let kind = kinds[word] else { return nil }
        let people = data["recipients"].exists ? data["recipients"].chats() : data["messageStubParameters"].chats()
        let text = kind == .subject || kind == .description ? firstText(data) : nil
        return MessageNotice(kind: kind, people: people, text: text, word: word)
    }

    /// WEBJS' subtype, or the name of NOWEB's stub; in lower case.
    private static func word(_ data: JSONValue) -> String? {
        if let type = data["type"].string, !data["key"].exists {
            if type == "e2e_notification" { return "e2e" }
            return data["subtype"].words(64)?.lowercased()
        }
        guard let stub = data["messageStubType"].text?.lowercased() else { return nil }
        return stubs[stub] ?? stub
    }

    private static func firstText(_ data: JSONValue) -> String? {
        data["body"].words() ?? data["messageStubParameters"][0].words()
    }

    private static let kinds: [String: MessageNotice.Kind] = [
        "e2e": .encryption, "encrypt": .encryption, "e2e_encrypted": .encryption,
        "e2e_identity_changed": .encryption, "create": .created, "group_create": .created, "add": .joined,
        "invite": .joined, "linked_group_join": .joined, "group_participant_add": .joined,
        "group_participant_invite": .joined, "remove": .left, "leave": .left, "group_participant_remove": .left,
        "group_participant_leave": .left, "promote": .promoted, "group_participant_promote": .promoted,
        "demote": .demoted, "group_participant_demote": .demoted, "subject": .subject,
        "group_change_subject": .subject, "description": .description, "group_change_description": .description,
        "picture": .picture, "group_change_icon": .picture, "announce": .settings, "restrict": .settings,
        "group_change_announce": .settings, "group_change_restrict": .settings,
        "group_change_invite_link": .settings, "modify": .number, "change_number": .number,
        "group_participant_change_number": .number, "individual_change_number": .number,
    ]

    /// Stubs that come as numbers.
    private static let stubs = [
        "20": "group_create", "21": "group_change_subject", "22": "group_change_icon",
        "23": "group_change_invite_link", "24": "group_change_description", "25": "group_change_restrict",
        "26": "group_change_announce", "27": "group_participant_add", "28": "group_participant_remove",
        "29": "group_participant_promote", "30": "group_participant_demote", "31": "group_participant_invite",
        "32": "group_participant_leave", "33": "group_participant_change_number", "38": "e2e_identity_changed",
        "39": "e2e_encrypted", "42": "individual_change_number",
    ]
}
