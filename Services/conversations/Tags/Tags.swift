import Contracts
import Runtime
import Store

/// Makes, changes and deletes the workspace's tags, and puts them on conversations.
struct Tags {
    let turn: Turn

    private var transaction: any Transaction { turn.transaction }

    /// - Throws: `Problem` 409 when the name is taken, 422.
    func create(_ request: CreateTag) throws -> Tag {
        let fields = try request.fields.validated()
        let last: Int = try transaction.first(TagQuery.lastPlace, turn.workspace)?.get(0) ?? 0
        let tag = Tag(
            id: TagID(trusted: UUIDv7.make(at: turn.now)),
            name: fields.name,
            description: fields.description,
            color: fields.color,
            order: fields.order ?? last + 1,
            active: fields.active ?? true
        )
        let values: [any SQLBindable] = [
            tag.id, turn.workspace, tag.name, tag.name.lowercased(), tag.description, tag.color, tag.order, tag.active,
        ]
        guard try transaction.run(TagQuery.addTag, arguments: values) == 1 else { throw Self.taken(tag.name) }
        try tell()
        return tag
    }

    /// - Throws: `Problem` 404, 409 when the name is taken, 422.
    func update(_ request: UpdateTag) throws -> Tag {
        let fields = try request.fields.validated()
        var tag = try find(request.tag)
        let namesake: TagID? = try transaction.first(TagQuery.tagNamed, turn.workspace, fields.name.lowercased())?.get(
            0
        )
        guard namesake == nil || namesake == tag.id else { throw Self.taken(fields.name) }
        tag.name = fields.name
        tag.description = fields.description
        tag.color = fields.color
        tag.order = fields.order ?? tag.order
        tag.active = fields.active ?? tag.active
        let values: [any SQLBindable] = [
            turn.workspace, tag.id, tag.name, tag.name.lowercased(), tag.description, tag.color, tag.order, tag.active,
        ]
        try transaction.run(TagQuery.setTag, arguments: values)
        try tell()
        return tag
    }

    /// Deletes a tag and takes it off all conversations. Their versions count it, and one event tells of it: whoever
    /// hears it drops the tags that are gone.
    /// - Throws: `Problem` 404.
    func delete(_ request: DeleteTag) throws -> DeletedTag {
        let tag = try find(request.tag)
        try transaction.run(TagQuery.takeOffEverywhere, tag.id, Self.mark(tag.id), turn.now)
        let count = try transaction.run(TagQuery.removeTagged, tag.id)
        try transaction.run(TagQuery.removeTag, turn.workspace, tag.id)
        try tell()
        return DeletedTag(conversations: count)
    }

    /// - Throws: `Problem` 404 for the conversation or the tag.
    func put(_ request: TagConversation) throws -> ConversationSummary {
        let threads = Threads(turn: turn)
        let conversation = try threads.conversation(request.conversation, within: request.scope)
        let tag = try find(request.tag)
        let (link, write) =
            request.present
            ? (TagQuery.tagConversation, TagQuery.writeTagOn) : (.untagConversation, .wipeTagOff)
        guard try transaction.run(link, tag.id, conversation.id) == 1 else {
            return try conversation.summary(in: transaction)
        }
        var facets = Facets()
        facets.set(conversation.tags.filter { $0 != tag.id } + (request.present ? [tag.id] : []))
        let mark = Self.mark(tag.id)
        try transaction.run(write, conversation.id, mark, turn.now, facets.rest, facets.bits)
        let summary = try threads.conversation(conversation.id).summary(in: transaction)
        try turn.emit(ConversationChanged(conversation: summary))
        return summary
    }

    private func find(_ id: TagID) throws -> Tag {
        guard let row = try transaction.first(TagQuery.tag, turn.workspace, id) else { throw Problem.notFound("tag") }
        return try Tag(row)
    }

    private func tell() throws {
        try turn.emit(TagsChanged(tags: TagShelf.read(turn.workspace, in: transaction).tags))
    }

    /// A tag as it stands in a conversation's column.
    static func mark(_ id: TagID) -> String { "\(id);" }

    private static func taken(_ name: String) -> Problem {
        Problem(409, "conflict", "There is a tag named “\(name)” already; names differ by more than case.")
    }
}
