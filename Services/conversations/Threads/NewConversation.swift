import Contracts
import Store

/// A conversation that is about to begin.
struct NewConversation {
    let id: ConversationID
    let channel: ChannelID
    let kind: ConversationKind
    let chat: ChatID
    let phone: String?
    let identifier: String
    let name: String?
    let contact: ContactStanding
    /// What it has from the one before.
    var tags: [TagID] = []
    var note: String?

    /// The values of ``ThreadQuery/addConversation``.
    func columns(_ workspace: WorkspaceID, at now: Timestamp) -> [any SQLBindable] {
        var facets = Facets()
        facets.set(.kind, kind.rawValue)
        facets.set(.channel, channel.text)
        facets.set(.assignee, "")
        contact.write(to: &facets)
        facets.set(tags)
        let own: [any SQLBindable] = [id, workspace, channel, kind, chat, phone, identifier, name, now]
        return own + contact.columns + [tags.map(Tags.mark).joined(), note, facets.bits]
    }
}
