import Bus
import Contracts
import Runtime
import Store

/// Removes files whose time is over, a few at once, and the bytes that nothing needs any more.
struct RetentionSweeper: Service {
    let name = "retention"
    private static let batch = 100

    let library: MediaLibrary
    let outbox: Outbox
    let logger: Logger

    func run() async throws {
        while true {
            do {
                try await sweep()
            } catch let error as StoreError {
                logger.warning("old files could not be removed", ["error": "\(error)"])
            } catch let error as ContentStoreError {
                logger.error("a file could not be removed", ["error": "\(error)"])
            }
            try await library.clock.sleep(.seconds(60))
        }
    }

    /// Removes all that is to be removed now.
    func sweep() async throws {
        let rules = try await library.store.read { try $0.rows(RetentionQuery.rules).map(Rule.init) }
        for rule in rules {
            while try await expire(rule) == Self.batch {}
        }
        while try await removeUnneeded() == Self.batch {}
    }

    private struct Rule: Sendable {
        let workspace: WorkspaceID
        let group: MediaClass
        let days: Int

        init(_ row: Row) throws(StoreError) {
            workspace = try row.get("workspace")
            group = try row.get("class")
            days = try row.get("days")
        }

        var reason: String { "The file was removed after \(days) days, as the workspace's settings have it." }
    }

    /// - Returns: how many files were looked at.
    private func expire(_ rule: Rule) async throws -> Int {
        let now = library.clock.now()
        let limit = now - .seconds(rule.days * 86_400)
        let outbox = outbox
        let (seen, expired) = try await library.store.write { transaction in
            let rows = try transaction.rows(RetentionQuery.aged, rule.workspace, rule.group, limit, Self.batch)
            var expired = 0
            for row in rows {
                let (media, sha256): (MediaID, String) = (try row.get("id"), try row.get("sha256"))
                let values: [any SQLBindable] = [rule.workspace, media, limit, rule.reason]
                guard try transaction.run(RetentionQuery.expire, arguments: values) == 1 else { continue }
                try transaction.run(RetentionQuery.watch, sha256, now)
                let object = try MediaLibrary.show(media, workspace: rule.workspace, in: transaction)
                try outbox.emit(MediaChanged(media: object), workspace: rule.workspace, in: transaction)
                expired += 1
            }
            return (rows.count, expired)
        }
        if expired > 0 {
            logger.info("old files removed", ["class": rule.group.rawValue, "days": rule.days, "files": expired])
        }
        return seen
    }

    /// - Returns: how many contents were looked at.
    private func removeUnneeded() async throws -> Int {
        let now = library.clock.now()
        let (seen, doomed) = try await library.store.write { transaction in
            let due: [String] = try transaction.rows(RetentionQuery.due, now, Self.batch).map { try $0.get("sha256") }
            return (due.count, try due.filter { try Self.doom($0, now: now, in: transaction) })
        }
        // Killed here or later, the next sweep finds them doomed and goes on.
        try await library.content.remove(doomed)
        try await library.store.write { transaction in
            for sha256 in doomed { try transaction.run(RetentionQuery.forget, sha256) }
        }
        return seen
    }

    /// Dooms bytes that nothing needs, and lets go of what was made of them.
    /// - Returns: false when something needs them.
    private static func doom(_ sha256: String, now: Timestamp, in transaction: any Transaction) throws -> Bool {
        guard try transaction.run(RetentionQuery.doom, sha256, now) == 1 else {
            try transaction.run(RetentionQuery.need, sha256, now)
            return false
        }
        for row in try transaction.rows(RetentionQuery.derivedOf, sha256) {
            try transaction.run(RetentionQuery.watch, row.get("sha256", as: String.self), now)
        }
        try transaction.run(RetentionQuery.removeDerivedOf, sha256)
        return true
    }
}
