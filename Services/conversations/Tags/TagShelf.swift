import Contracts
import Store

/// A workspace's tags in their order.
struct TagShelf: Sendable {
    /// For conversations without tags.
    static let empty = TagShelf(tags: [])

    let tags: [Tag]

    /// The tags of these ids, in the workspace's order.
    subscript(ids: [TagID]) -> [Tag] {
        ids.isEmpty ? [] : tags.filter { ids.contains($0.id) }
    }

    static func read(_ workspace: WorkspaceID, in reader: any Reader) throws -> TagShelf {
        TagShelf(tags: try reader.rows(TagQuery.tags, workspace).map(Tag.init))
    }
}

extension StoredConversation {
    /// With its tags read, when it has any.
    func summary(in reader: any Reader) throws -> ConversationSummary {
        summary(tags.isEmpty ? .empty : try TagShelf.read(workspace, in: reader))
    }
}

extension Tag {
    /// - Parameter row: of ``TagQuery/tags``.
    init(_ row: Row) throws(StoreError) {
        self.init(
            id: try row.get(0),
            name: try row.get(1),
            description: try row.get(2),
            color: try row.get(3),
            order: try row.get(4),
            active: try row.get(5)
        )
        version = try row.get(6)
    }
}
