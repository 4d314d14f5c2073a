import Contracts
import Runtime
import Store

/// Removes notifications that are old, some at a time: read ones after a month, and after three those that nobody reads.
struct NotificationSweeper: Service {
    /// Between two looks.
    static let interval = Duration.seconds(600)
    /// Notifications per transaction.
    static let batch = 500
    /// How long read ones are kept since they last happened.
    static let keep = Duration.seconds(30 * 86_400)
    /// How long unread ones are.
    static let keepUnread = Duration.seconds(90 * 86_400)

    let store: any Store
    let clock: WallClock
    let logger: Logger

    let name = "notification-sweeper"

    func run() async throws {
        while !Task.isCancelled {
            do {
                if try await sweep() == Self.batch { continue }
            } catch {
                logger.warning("old notifications could not be removed", ["error": "\(error)"])
            }
            try await clock.sleep(Self.interval)
        }
    }

    /// - Returns: how many were removed, ``batch`` at most.
    @discardableResult
    func sweep() async throws -> Int {
        let now = clock.now()
        return try await store.write { transaction in
            try transaction.run(NotificationQuery.removeOld, now - Self.keep, now - Self.keepUnread, Self.batch)
        }
    }
}
