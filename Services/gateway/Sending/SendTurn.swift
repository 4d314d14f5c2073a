import Contracts
import Runtime
import Store

/// The turn to work a channel's queue: one instance has it at a time. On SQLite, where there is one, it always does.
///
/// Two may believe that they have it for a moment, when a connection breaks unseen; claims are compare-and-set, so that
/// even then nothing is sent twice.
actor SendTurn {
    private let session: any LockSession
    private let key: Int64
    private var isLost = false
    private var checkedAt = ContinuousClock.now

    private init(_ session: any LockSession, _ key: Int64) {
        self.session = session
        self.key = key
    }

    /// Waits until this instance has the turn.
    /// - Throws: `CancellationError`.
    static func take(_ channel: ChannelID, of store: any Store, _ logger: Logger) async throws -> SendTurn {
        let key = key(of: channel)
        var backoff = Backoff(base: .milliseconds(500), limit: .seconds(5))
        while true {
            do {
                let session = try await store.lockSession()
                if let turn = try await take(key, in: session) { return turn }
            } catch let error as StoreError {
                logger.warning("no turn to send", ["channel": channel, "error": "\(error)"])
            }
            try await Task.sleep(for: backoff.next())
        }
    }

    /// - Returns: nil when the session died.
    private static func take(_ key: Int64, in session: any LockSession) async throws -> SendTurn? {
        do {
            while try await !session.tryLock(key) { try await Task.sleep(for: .seconds(1)) }
            return SendTurn(session, key)
        } catch {
            await session.close()
            if error is CancellationError { throw error }
            return nil
        }
    }

    /// Asks the server every two seconds.
    var isHeld: Bool {
        get async {
            guard !isLost, ContinuousClock.now - checkedAt > .seconds(2) else { return !isLost }
            checkedAt = ContinuousClock.now
            isLost = await !session.isAlive()
            return !isLost
        }
    }

    func giveUp() async {
        isLost = true
        await session.close()
    }

    /// FNV-1a of the channel's id, far from the small numbers of lanes.
    private static func key(of channel: ChannelID) -> Int64 {
        let hash = "send \(channel)".utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
        return Int64(bitPattern: hash)
    }
}
