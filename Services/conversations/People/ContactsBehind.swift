import Contracts
import Phone
import Store

/// The contacts behind addresses, as far as enrichment has told them.
struct ContactsBehind: Sendable {
    private let contacts: [String: ContactID]

    /// - Parameter people: of whom to know it, in one query.
    init(_ people: some Sequence<Who>, _ workspace: WorkspaceID, in reader: any Reader) throws {
        let identifiers = Set(people.flatMap(\.identifiers)).sorted()
        guard !identifiers.isEmpty else {
            contacts = [:]
            return
        }
        let rows = try reader.rows(PeopleQuery.contactsBehind, workspace, JSONColumn(identifiers))
        var contacts: [String: ContactID] = [:]
        for row in rows { contacts[try row.get(0)] = try row.get(1) }
        self.contacts = contacts
    }

    /// By the phone, else by the hidden id.
    subscript(_ who: Who) -> ContactID? {
        who.identifiers.lazy.compactMap { contacts[$0] }.first
    }
}

extension Who {
    /// What the person may be known by: by the number in its forms first.
    fileprivate var identifiers: [String] {
        let numbers = (number?.equivalents ?? []).map { "phone:\($0.e164)" }
        return numbers + (chat.kind == .lid ? ["lid:\(chat)"] : [])
    }
}

extension ContactsBehind {
    /// Gives the senders in groups their contacts and pictures.
    static func complete(
        _ messages: inout [StoredMessage],
        _ workspace: WorkspaceID,
        in reader: any Reader
    ) throws {
        let senders = messages.lazy.filter { $0.chat.kind == .group }.compactMap(\.message.sender).map(Who.init)
        let behind = try ContactsBehind(Array(senders), workspace, in: reader)
        for index in messages.indices where messages[index].chat.kind == .group {
            guard let sender = messages[index].message.sender, let contact = behind[Who(sender)] else { continue }
            messages[index].message.sender?.contactId = contact
            messages[index].message.sender?.pictureUrl = contact.pictureUrl
        }
    }
}

extension StoredMessage {
    /// With the contact and the picture of its sender, in a group.
    func withSender(in reader: any Reader) throws -> StoredMessage {
        guard chat.kind == .group, message.sender != nil else { return self }
        var completed = [self]
        try ContactsBehind.complete(&completed, workspace, in: reader)
        return completed[0]
    }
}

extension Who {
    fileprivate init(_ sender: MessageSender) {
        self.init(sender.chatId, told: sender.phoneNumber)
    }
}
