import Contracts
import Runtime

/// Judges every session by what comes of it (ruling 9): a session may say that it works and tell nothing any more.
///
/// A silence that is longer than the number's rhythm allows is a reason to read its history. When messages are found there
/// that were never told, the session is deaf, and is restarted within its ``RestartBudget``.
struct HealthWatch: Service {
    /// What is too long.
    struct Limits: Sendable {
        /// A silence that is no reason to ask.
        var calm = Duration.seconds(120)
        /// A silence that always is.
        var silence = Duration.seconds(3600)
        /// Events that did not come and should have: fewer may be chance.
        var missed = 8.0
        /// How long a session may be starting.
        var start = Duration.seconds(180)
        /// How long one may have failed: some engines restart it themselves.
        var failed = Duration.seconds(60)
        /// Between two readings of history.
        var probe = Duration.seconds(120)
        /// How much later than the last event a message must have been written to show that it was not told.
        var grace = Duration.seconds(30)
    }

    let name = "session health"
    let directory: ChannelDirectory
    let pulse: ChannelPulse
    let book: HealthBook
    let backfill: Backfill
    let clock: WallClock
    let logger: Logger
    let metrics: HealthMetrics
    var limits = Limits()
    var interval = Duration.seconds(30)

    /// What is remembered of one session between two looks.
    private struct Memory {
        var askedAt: Timestamp?
        /// Until when its history was read.
        var covered: Timestamp?
        var failures = 0
        var wellSince: Timestamp?
    }

    func run() async throws {
        try await PerChannel(directory: directory).run { try await follow($0) }
    }

    private func follow(_ id: ChannelID) async throws {
        var memory = Memory()
        while true {
            do {
                try await look(at: id, &memory)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                logger.warning("the health of a session could not be judged", ["channel": id, "error": "\(error)"])
            }
            try await Task.sleep(for: interval)
        }
    }

    private func look(at id: ChannelID, _ memory: inout Memory) async throws {
        let entry = try directory.entry(id)
        guard try await answers(entry, &memory) else { return }
        guard entry.channel.isWorking else { return try await lookAtIdle(entry) }
        let now = clock.now()
        let last = max(
            pulse.last(id, now: now) ?? entry.channel.statusAt,
            entry.channel.statusAt,
            memory.covered ?? .init(milliseconds: 0)
        )
        guard now - last >= limits.calm else { return try await isWell(entry, &memory, now) }
        let expected = try await book.rhythm(of: id).expected(from: last, to: now)
        guard expected >= limits.missed || now - last >= limits.silence else { return }
        if let asked = memory.askedAt, !asked.isAhead(of: now), now - asked < limits.probe { return }
        memory.askedAt = now
        let newest = try await backfill.fill(id, since: last)
        if let newest, newest > last + limits.grace {
            memory.covered = newest
            memory.wellSince = nil
            try await book.move(entry.channel, to: .deaf)
            try await restart(entry)
        } else {
            try await book.move(entry.channel, to: .quiet)
        }
    }

    /// Whether the provider answers at all. Once it may be chance.
    private func answers(_ entry: ChannelDirectory.Entry, _ memory: inout Memory) async throws -> Bool {
        do {
            _ = try await entry.client.serverStartedAt()
            memory.failures = 0
            return true
        } catch {
            memory.failures += 1
            memory.wellSince = nil
            if memory.failures >= 2 { try await book.move(entry.channel, to: .unreachable) }
            return false
        }
    }

    /// A session that does not work, and says so.
    private func lookAtIdle(_ entry: ChannelDirectory.Entry) async throws {
        let channel = entry.channel
        let age = clock.now() - channel.statusAt
        if channel.status == "STARTING", age >= limits.start {
            try await book.move(channel, to: .stuck)
            return try await restart(entry)
        }
        try await book.move(channel, to: .down)
        if channel.status == Self.failed, age >= limits.failed, try await mayComeBack(entry) {
            try await restart(entry)
        }
    }

    /// Whether a failed session may work again without anybody's doing: its number is still signed in, and it did not fail
    /// because nobody has scanned its code. Should WAHA name the number of one that was unlinked on the phone, it is
    /// restarted once, and shows a code.
    func mayComeBack(_ entry: ChannelDirectory.Entry) async throws -> Bool {
        if let before = try await book.statusBefore(entry.channel.id), Self.waiting.contains(before) { return false }
        let session = try await entry.client.findSession(entry.channel.session)
        return session?.status == Self.failed && session?.me != nil
    }

    private static let failed = "FAILED"
    /// States in which a session waits for people.
    private static let waiting: Set = ["SCAN_QR_CODE", "PASSKEY_REQUIRED", "PASSKEY_CONFIRMATION_REQUIRED"]

    private func isWell(_ entry: ChannelDirectory.Entry, _ memory: inout Memory, _ now: Timestamp) async throws {
        try await book.move(entry.channel, to: .well)
        let since = memory.wellSince ?? now
        memory.wellSince = since
        guard now - since >= RestartBudget.forgiveness else { return }
        memory.wellSince = now
        try await book.forgive(entry.channel.id)
    }

    private func restart(_ entry: ChannelDirectory.Entry) async throws {
        guard try await book.takeRestart(entry.channel.id) else { return }
        logger.warning("restarting a session that does not do its work", ["channel": entry.channel.id])
        metrics.restarts.increment()
        try await entry.client.restartSession(entry.channel.session)
    }
}
