import Contracts
import Runtime
import Synchronization

/// Which files somebody sees: those of messages that they see, the gallery's, and what they put in themselves. An upload
/// that no message shows yet is its uploader's alone. A token for some channels sees what is shown on these, and what was
/// put in by it.
final class FileSight: Sendable {
    /// How long a file that was seen may be seen without asking again: a video is read in many parts.
    static let lifetime = Duration.seconds(30)
    /// The most files remembered.
    private static let limit = 4096

    private struct Viewer: Hashable {
        let workspace: WorkspaceID
        let branch: String?
        let channels: Set<ChannelID>?
        let uploader: Uploader?

        init(_ caller: Caller) {
            workspace = caller.workspace
            branch = caller.branch
            channels = caller.channels
            uploader = caller.uploader
        }

        var seesAll: Bool { branch == nil && channels == nil }

        /// What people put in by a token is theirs, too; what they put in otherwise is not a limited token's.
        func hasPutIn(_ home: FileHome) -> Bool {
            guard let uploader, let other = home.uploader else { return false }
            return channels == nil ? other.staff == uploader.staff : other == uploader
        }
    }

    private struct Key: Hashable {
        let media: MediaID
        let viewer: Viewer
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

    /// - Throws: 404 `not_found` for a file that they do not see, as for one that is not there.
    func check(_ media: MediaID, _ caller: Caller) async throws {
        let key = Key(media: media, viewer: Viewer(caller))
        let now = clock.now()
        if let until = seen.withLock({ $0[key] }), now < until { return }
        guard try await isSeen(media, by: key.viewer) else { throw Problem.notFound("file") }
        seen.withLock { seen in
            if seen.count >= Self.limit { seen = [:] }
            seen[key] = now + Self.lifetime
        }
    }

    private func isSeen(_ media: MediaID, by viewer: Viewer) async throws -> Bool {
        let home = try await home(ShowFileHome(media: media), viewer.workspace)
        if home.inGallery || viewer.hasPutIn(home) { return true }
        // What came with a message belongs to it even before the message is there.
        if viewer.seesAll, home.isReceived { return true }
        let check = CheckFile(media: media, scope: viewer.branch, channels: viewer.channels.map(Array.init))
        if try await showing(check, viewer.workspace).isVisible { return true }
        guard let original = home.original else { return false }
        return try await isSeen(original, by: viewer)
    }
}
