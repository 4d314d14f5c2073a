import Contracts
import Store

/// The statements of `notes.sql`.
enum NoteQuery: String, StatementName {
    case setNote = "set-note"

    static let file = StatementFile(PackageResources.notes_sql)
}

/// The shared note of a conversation.
struct Notes {
    /// Characters.
    static let limit = 10_000

    let turn: Turn

    /// - Throws: `Problem` 404, 409 `conflict` when the conversation has changed since the version, 422.
    func set(_ request: SetNote) throws -> ConversationSummary {
        guard request.note.count <= Self.limit else {
            throw Problem.invalid([FieldProblem("note", "must have at most 10,000 characters")])
        }
        let threads = Threads(turn: turn)
        let before = try threads.conversation(request.conversation, within: request.scope)
        let note = request.note.isEmpty ? nil : request.note
        if before.note == note, request.version == nil { return try before.summary(in: turn.transaction) }
        let changed = try turn.transaction
            .run(NoteQuery.setNote, turn.workspace, before.id, note, turn.now, request.version)
        let after = try threads.conversation(before.id)
        guard changed == 1 else { throw Self.conflict(after) }
        let summary = try after.summary(in: turn.transaction)
        try turn.emit(ConversationChanged(conversation: summary))
        return summary
    }

    private static func conflict(_ conversation: StoredConversation) -> Problem {
        Problem(
            409,
            "conflict",
            "The conversation was changed at \(conversation.updatedAt.text); it is at version \(conversation.version) now. "
                + "Look at it again."
        )
    }
}
