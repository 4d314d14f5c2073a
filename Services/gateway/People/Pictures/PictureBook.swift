import Contracts
import Runtime
import Store
import Synchronization

/// Pictures of contacts and groups: each looked up at WAHA at most once a day, and kept as a file of the media service.
final class PictureBook: Sendable {
    /// How long a picture is taken for the present one.
    static let lifetime = Duration.seconds(24 * 3600)
    /// Look-ups per minute on one number, and at once after a quiet spell: WhatsApp blocks who asks for too many.
    private static let rate = (perMinute: 30, burst: 15)

    private let store: any Store
    private let directory: ChannelDirectory
    private let clock: WallClock
    private let logger: Logger
    /// Puts the file of an address into the media service.
    private let fetch: @Sendable (String, WorkspaceID) async throws -> MediaID
    /// Whether a file can still be shown: it goes when its time is over.
    private let isReady: @Sendable (MediaID, WorkspaceID) async throws -> Bool
    private let paces = Mutex<[ChannelID: Pace]>([:])

    init(
        store: any Store,
        directory: ChannelDirectory,
        clock: WallClock,
        logger: Logger,
        fetch: @escaping @Sendable (String, WorkspaceID) async throws -> MediaID,
        isReady: @escaping @Sendable (MediaID, WorkspaceID) async throws -> Bool
    ) {
        self.store = store
        self.directory = directory
        self.clock = clock
        self.logger = logger
        self.fetch = fetch
        self.isReady = isReady
    }

    private struct Known: Sendable {
        let media: MediaID?
        let source: String?
        let lookedUpAt: Timestamp
    }

    /// Nil for who shows none. While WAHA cannot be asked, the last one that is known.
    /// - Throws: 503 `picture_unavailable` when none is known and nobody can be asked just now.
    func picture(of subject: PictureSubject, in workspace: WorkspaceID) async throws -> MediaID? {
        let known = try await known(subject, workspace)
        if let known, clock.now() < known.lookedUpAt + Self.lifetime { return known.media }
        do {
            let found = try await lookUp(subject, known, in: workspace)
            let now = clock.now()
            try await store.write { transaction in
                try transaction.run(PictureQuery.put, workspace, subject.key, found.media, found.source, now)
            }
            return found.media
        } catch let problem as Problem {
            guard let media = known?.media else { throw problem }
            return media
        }
    }

    /// One whose file was removed is not known any more.
    private func known(_ subject: PictureSubject, _ workspace: WorkspaceID) async throws -> Known? {
        let row = try await store.read { try $0.first(PictureQuery.picture, workspace, subject.key) }
        guard let row else { return nil }
        let media: MediaID? = try row.get("media")
        if let media, try await !isReady(media, workspace) { return nil }
        return Known(media: media, source: try row.get("source"), lookedUpAt: try row.get("looked_up_at"))
    }

    private func lookUp(
        _ subject: PictureSubject,
        _ known: Known?,
        in workspace: WorkspaceID
    ) async throws -> (media: MediaID?, source: String?) {
        let entry = try entry(for: subject, in: workspace)
        if let wait = wait(entry.channel.id) {
            throw Problem.pictureUnavailable("Too many pictures were asked for", after: wait)
        }
        let address: String?
        do {
            address = try await subject.address(at: entry.client, entry.channel.session)
        } catch {
            logger.info("picture not looked up", ["channel": entry.channel.id, "error": "\(error)"])
            throw Problem.pictureUnavailable("WAHA does not tell the picture", after: .seconds(30))
        }
        guard let address else { return (nil, nil) }
        let source = String(address.prefix { $0 != "?" })
        if let known, known.source == source, let media = known.media { return (media, source) }
        do {
            return (try await fetch(address, workspace), source)
        } catch let problem as Problem {
            logger.info("picture not fetched", ["channel": entry.channel.id, "error": "\(problem.code)"])
            throw Problem.pictureUnavailable("The picture cannot be fetched", after: .seconds(30))
        }
    }

    private func entry(
        for subject: PictureSubject,
        in workspace: WorkspaceID
    ) throws(Problem) -> ChannelDirectory.Entry {
        let channel = directory.all.first {
            $0.workspace == workspace && $0.isWorking && subject.isAsked(at: $0.id)
        }
        guard let channel else {
            throw .pictureUnavailable("No session that could be asked works", after: .seconds(30))
        }
        return try directory.entry(channel.id)
    }

    private func wait(_ channel: ChannelID) -> Duration? {
        let now = clock.now()
        return paces.withLock { paces in
            paces[channel, default: Pace(rate: Self.rate.perMinute, burst: Self.rate.burst, now: now)]
                .take(.staff, now: now)
        }
    }
}

extension Problem {
    fileprivate static func pictureUnavailable(_ why: String, after wait: Duration) -> Problem {
        Problem(
            503,
            "picture_unavailable",
            "\(why) just now; try again later.",
            retryAfter: max(1, Int((wait.milliseconds + 999) / 1000))
        )
    }
}
