import Contracts
import Store

/// The statements of `notes.sql`.
enum NoteQuery: String, StatementName {
    case setNote = "set-note"
    case lastNote = "last-note"

    static let file = StatementFile(PackageResources.notes_sql)
}

/// The shared note of a conversation.
struct Notes {
    /// Characters.
    static let limit = 10_000

    let turn: Turn

    /// - Throws: `Problem` 404, 409 `conflict` with who and when, when the note has changed since the version, 422.
    func set(_ request: SetNote) throws -> ConversationSummary {
        guard request.note.count <= Self.limit else {
            throw Problem.invalid([FieldProblem("note", "must have at most 10,000 characters")])
        }
        let threads = Threads(turn: turn)
        let before = try threads.conversation(request.conversation, within: request.scope)
        let note = request.note.isEmpty ? nil : request.note
        if before.note == note, request.version == nil { return try before.summary(in: turn.transaction) }
        let values: [any SQLBindable] = [
            turn.workspace, before.id, note, turn.now, request.version, request.by?.text ?? "",
        ]
        let changed = try turn.transaction.run(NoteQuery.setNote, arguments: values)
        let after = try threads.conversation(before.id)
        guard changed == 1 else { throw try conflict(after) }
        let summary = try after.summary(in: turn.transaction)
        try turn.emit(ConversationChanged(conversation: summary))
        return summary
    }

    private func conflict(_ now: StoredConversation) throws -> Problem {
        let row = try turn.transaction.first(NoteQuery.lastNote, turn.workspace, now.id)
        let moment: Timestamp = try row?.get(1) ?? Timestamp(milliseconds: 0)
        return .outdated(
            "The note",
            at: now.version,
            changedBy: try row?.get(0) ?? "",
            changedAt: moment.milliseconds > 0 ? moment : now.updatedAt
        )
    }
}
