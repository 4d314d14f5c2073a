import Contracts
import Runtime
import Store

/// Tells others when a day ends a badge: a package's last day is over and nobody changed anything.
struct BadgeWatch: Service {
    let name = "badges"
    let store: any Store
    let contacts: Contacts
    /// Of the workspace's clocks, in seconds east of Greenwich.
    let offset: Int
    let clock: WallClock
    let logger: Logger

    /// Contacts per transaction.
    static let batch = 100
    private static let pause = Duration.seconds(60)

    func run() async throws {
        while true {
            do {
                while try await look() == Self.batch {}
            } catch let error as StoreError {
                logger.warning("badges not looked at", ["error": "\(error)"])
            }
            try await clock.sleep(Self.pause)
        }
    }

    /// - Returns: how many contacts were due.
    func look() async throws -> Int {
        let now = clock.now()
        let (contacts, offset) = (contacts, offset)
        return try await store.write { transaction in
            let today = CalendarDay(now, offset: offset)
            let due = try transaction.rows(EnrichmentQuery.dueContacts, today.text, Self.batch)
            for row in due {
                let occasion = Occasion(workspace: try row.get("workspace"), now: now, offset: offset)
                try contacts.refresh(try row.get("id"), on: occasion, transaction)
            }
            return due.count
        }
    }
}
