import Contracts
import Store

/// What a search for people looks through: a text per conversation, with an index of its parts of three characters.
struct SearchDocs {
    let transaction: any Transaction

    /// Writes the names and numbers of a conversation; costs nothing more when they are known.
    func keep(_ conversation: StoredConversation) throws {
        try transaction.run(SearchQuery.setSearchDoc, conversation.id, Ideographs.widened(conversation.searchText))
    }
}

extension StoredConversation {
    /// Names and the digits of the number in its forms, in lower case, a line each.
    var searchText: String {
        let own = Who(chat, told: phone).searchText(name: name)
        guard let known = contact?.name?.lowercased(), known != name?.lowercased() else { return own }
        return own.isEmpty ? known : "\(own)\n\(known)"
    }
}
