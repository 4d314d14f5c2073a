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
        var tag = Tag(
            id: TagID(trusted: UUIDv7.make(at: turn.now)),
            name: fields.name,
            description: fields.description,
            color: fields.color,
            order: fields.order ?? last + 1,
            active: fields.active ?? true
        )
        tag.version = 1
        let values: [any SQLBindable] = [
            tag.id, turn.workspace, tag.name, tag.name.lowercased(), tag.description, tag.color, tag.order, tag.active,
            request.by?.text ?? "", turn.now,
        ]
        guard try transaction.run(TagQuery.addTag, arguments: values) == 1 else { throw Self.taken(tag.name) }
        try tell()
        return tag
    }

    /// - Throws: `Problem` 404, 409 when the name is taken, and with who and when, when it has changed since the version,
    ///   422.
    func update(_ request: UpdateTag) throws -> Tag {
        let fields = try request.fields.validated()
        // Who changes it at the same time waits.
        var tag = try find(request.tag, by: .tagToChange)
        if let seen = request.fields.version, seen != tag.version { throw try conflict(tag.id) }
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
            request.by?.text ?? "", turn.now, tag.version,
        ]
        guard try transaction.run(TagQuery.setTag, arguments: values) == 1 else { throw try conflict(tag.id) }
        try tell()
        return try find(tag.id)
    }

    private func conflict(_ id: TagID) throws -> Problem {
        guard let row = try transaction.first(TagQuery.lastChangeOfTag, turn.workspace, id) else {
            throw Problem.notFound("tag")
        }
        return .outdated("The tag", at: try row.get(2), changedBy: try row.get(0), changedAt: try row.get(1))
    }

    /// Deletes a tag and takes it off all conversations. Their versions count it, and one event tells of it: whoever
    /// hears it drops the tags that are gone.
    /// - Throws: `Problem` 404; 409 when it is on other than the expected number of conversations.
    func delete(_ request: DeleteTag) throws -> DeletedTag {
        let tag = try find(request.tag, by: .tagToChange)
        let standing = try Self.count(tag.id, in: transaction)
        guard standing == request.expected ?? 0 else {
            throw Self.inUse(tag, standing, isExpected: request.expected != nil)
        }
        try transaction.run(TagQuery.takeOffEverywhere, tag.id, Self.mark(tag.id), turn.now)
        let count = try transaction.run(TagQuery.removeTagged, tag.id)
        try transaction.run(TagQuery.removeTag, turn.workspace, tag.id)
        try tell()
        return DeletedTag(conversations: count)
    }

    /// Of a tag that is put on while it is deleted, one of both finds it gone or in use.
    /// - Throws: `Problem` 404 for the conversation or the tag, 422 for a tag that is not active.
    func put(_ request: TagConversation) throws -> ConversationSummary {
        let threads = Threads(turn: turn)
        let conversation = try threads.conversation(request.conversation, within: request.scope)
        let tag = try find(request.tag, by: .tagToUse)
        if request.present, !tag.active, !conversation.tags.contains(tag.id) {
            throw Problem.invalid([
                FieldProblem("tag", "is not active: it stays where it is and is put on nothing more")
            ])
        }
        let others = conversation.tags.filter { $0 != tag.id }
        let isChanged =
            request.present
            ? try write(tag.id, on: conversation.id, among: others + [tag.id])
            : try wipe(tag.id, off: conversation.id, leaving: others)
        guard isChanged else { return try conversation.summary(in: transaction) }
        let summary = try threads.conversation(conversation.id).summary(in: transaction)
        try turn.emit(ConversationChanged(conversation: summary))
        return summary
    }

    /// - Parameter all: the tags of the conversation with it.
    /// - Returns: false when it has it already.
    @discardableResult
    func write(_ tag: TagID, on conversation: ConversationID, among all: [TagID]) throws -> Bool {
        guard try transaction.run(TagQuery.tagConversation, tag, conversation) == 1 else { return false }
        try set(.writeTagOn, tag, conversation, all)
        return true
    }

    private func wipe(_ tag: TagID, off conversation: ConversationID, leaving all: [TagID]) throws -> Bool {
        guard try transaction.run(TagQuery.untagConversation, tag, conversation) == 1 else { return false }
        try set(.wipeTagOff, tag, conversation, all)
        return true
    }

    private func set(_ query: TagQuery, _ tag: TagID, _ conversation: ConversationID, _ all: [TagID]) throws {
        var facets = Facets()
        facets.set(all)
        try transaction.run(query, conversation, Self.mark(tag), turn.now, facets.rest, facets.bits)
    }

    private func find(_ id: TagID, by query: TagQuery = .tag) throws -> Tag {
        guard let row = try transaction.first(query, turn.workspace, id) else { throw Problem.notFound("tag") }
        return try Tag(row)
    }

    /// A tag and how many conversations have it.
    /// - Throws: `Problem` 404.
    static func show(_ id: TagID, _ workspace: WorkspaceID, in reader: any Reader) throws -> TagUse {
        guard let row = try reader.first(TagQuery.tag, workspace, id) else { throw Problem.notFound("tag") }
        return TagUse(tag: try Tag(row), conversations: try count(id, in: reader))
    }

    private static func count(_ id: TagID, in reader: any Reader) throws -> Int {
        try reader.first(TagQuery.countTagged, id)?.get(0) ?? 0
    }

    private static func inUse(_ tag: Tag, _ count: Int, isExpected: Bool) -> Problem {
        Problem(
            409,
            isExpected ? "conflict" : "tag_in_use",
            "“\(tag.name)” is on \(count) conversations\(isExpected ? " now" : ""). To delete it and take it off all of "
                + "them, say so with ?expected=\(count)."
        )
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
