import Contracts
import Store

/// Keeps what the media service tells of files, for the messages that show them.
struct MediaCopies {
    let turn: Turn

    func changed(_ event: MediaChanged) throws {
        let media = event.media
        let changed = try turn.transaction.run(
            MessageQuery.setMedia,
            turn.workspace,
            media.id,
            media.state,
            media.mimetype,
            media.filename,
            media.size
        )
        guard changed == 1 else { return }
        for row in try turn.transaction.rows(MessageQuery.messagesWithMedia, turn.workspace, media.id) {
            try Messages(turn: turn).tellChange(of: StoredMessage.withBranch(row))
        }
    }
}
