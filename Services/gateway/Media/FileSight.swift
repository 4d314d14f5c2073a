import Contracts
import Runtime
import Synchronization

/// Which files those may see who are limited to a branch: those of messages that they see, the gallery's, and those that
/// no message shows, such as uploads on their way. Whoever sees all branches is not asked about.
final class FileSight: Sendable {
    /// How long a file that was seen may be seen without asking again: a video is read in many parts.
    static let lifetime = Duration.seconds(30)
    /// The most files remembered.
    private static let limit = 4096

    private struct Key: Hashable {
        let workspace: WorkspaceID
        let media: MediaID
        let branch: String
    }

    private let showing: @Sendable (CheckFile, WorkspaceID) async throws -> FileShowing
    private let home: @Sendable (ShowFileHome, WorkspaceID) async throws -> FileHome
    private let clock: WallClock
    /// Until when each was seen.
    private let seen = Mutex<[Key: Timestamp]>([:])

    /// - Parameters:
    ///   - showing: asks conversations.
    ///   - home: asks media.
    init(
        clock: WallClock,
        showing: @escaping @Sendable (CheckFile, WorkspaceID) async throws -> FileShowing,
        home: @escaping @Sendable (ShowFileHome, WorkspaceID) async throws -> FileHome
    ) {
        self.clock = clock
        self.showing = showing
        self.home = home
    }

    /// - Throws: 404 `not_found` for a file of other branches alone, as for one that is not there.
    func check(_ media: MediaID, _ caller: Caller) async throws {
        guard let branch = caller.branch else { return }
        let key = Key(workspace: caller.workspace, media: media, branch: branch)
        let now = clock.now()
        if let until = seen.withLock({ $0[key] }), now < until { return }
        guard try await isSeen(key) else { throw Problem.notFound("file") }
        seen.withLock { seen in
            if seen.count >= Self.limit { seen = [:] }
            seen[key] = now + Self.lifetime
        }
    }

    private func isSeen(_ key: Key) async throws -> Bool {
        let showing = try await showing(CheckFile(media: key.media, scope: key.branch), key.workspace)
        if showing.isVisible { return true }
        let home = try await home(ShowFileHome(media: key.media), key.workspace)
        // What came with a message belongs to it even before the message is there.
        return home.inGallery || !showing.isShown && !home.isReceived
    }
}
