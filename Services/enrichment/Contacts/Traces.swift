import Contracts
import Phone
import Store

/// What a person is known by, as far as one source tells it: a phone number, a hidden id, or both.
struct Traces: Hashable {
    var phone: PhoneNumber?
    /// `987654321@lid`.
    var lid: String?

    var identifiers: [ContactIdentifier] {
        var identifiers: [ContactIdentifier] = []
        if let phone { identifiers.append(ContactIdentifier(kind: .phone, value: phone.e164)) }
        if let lid { identifiers.append(ContactIdentifier(kind: .lid, value: lid)) }
        return identifiers
    }
}

extension Traces {
    /// Of a chat with one person; nil when the address says nothing of a person.
    init?(of chat: ChatID) {
        switch chat.kind {
        case .phone:
            guard let phone = try? PhoneNumber(chatDigits: chat.user) else { return nil }
            self.init(phone: phone)
        case .lid:
            self.init(lid: chat.text)
        case .group, .newsletter, .broadcast:
            return nil
        }
    }

    /// Of whoever a message is exchanged with: the person of the chat, or the writer in a group. Nil for what we write
    /// in groups, and for channels and stories.
    init?(of message: MessageReceived) {
        let isGroup = message.chat.kind == .group
        let sender = message.providerId.fromMe ? nil : message.sender
        guard let first = isGroup ? sender.flatMap({ Traces(of: $0.chatId) }) : Traces(of: message.chat) else {
            return nil
        }
        let other = sender.flatMap { Traces(of: $0.chatId) }
        let told = [isGroup ? nil : message.chatPhone, sender?.phoneNumber].compactMap(\.self)
        phone = first.phone ?? other?.phone ?? told.lazy.compactMap { try? PhoneNumber($0) }.first
        lid = first.lid ?? other?.lid
    }

    /// Who is known by any of these, a number's other form included.
    func known(in workspace: WorkspaceID, _ reader: any Reader) throws -> KnownTraces {
        let numbers = phone?.equivalents.map(\.e164) ?? []
        let rows = try reader.rows(
            EnrichmentQuery.findIdentifiers,
            workspace,
            numbers.first ?? "",
            numbers.last ?? "",
            lid ?? ""
        )
        var known = KnownTraces()
        for row in rows {
            known.identifiers.append(ContactIdentifier(kind: try row.get("kind"), value: try row.get("value")))
            let owner: ContactID = try row.get("contact_id")
            if !known.owners.contains(owner) { known.owners.append(owner) }
            known.whatsAppName = try known.whatsAppName ?? row.get("whatsapp_name")
        }
        return known
    }
}

/// Whom traces lead to.
struct KnownTraces {
    var identifiers: [ContactIdentifier] = []
    var owners: [ContactID] = []
    var whatsAppName: String?
}
