import Bus
import Contracts
import Phone
import Runtime
import Store

/// Asks for the phones behind hidden ids that nobody has told: all of them after a start, each soon after it was first
/// seen, and again ever more seldom. What comes back makes one contact of two, and is told to who keeps threads.
struct LIDLookups: Service {
    /// How many ids go into one question.
    static let batch = 200
    /// The waits between questions for one id; the last one goes on.
    static let waits: [Duration] = [
        .seconds(10), .seconds(60), .seconds(600), .seconds(3600), .seconds(6 * 3600), .seconds(24 * 3600),
    ]
    /// How long one who asks may take.
    private static let lease = Duration.seconds(120)
    private static let pause = Duration.seconds(1)
    /// When no channel can be asked.
    private static let patience = Duration.seconds(30)

    let name = "hidden ids"
    let store: any Store
    let contacts: Contacts
    /// Of the workspace's clocks, in seconds east of Greenwich.
    let offset: Int
    let clock: WallClock
    let logger: Logger
    /// Asks the gateway.
    let resolve: @Sendable (ResolveLIDs, WorkspaceID) async throws -> ResolvedLIDs

    private struct Due: Sendable {
        let workspace: WorkspaceID
        let lid: ChatID
        let tries: Int
    }

    func run() async throws {
        var isFirst = true
        while true {
            do {
                if isFirst { try await askAgain() }
                isFirst = false
                while try await look() == Self.batch {}
            } catch let error as StoreError {
                logger.warning("hidden ids not looked up", ["error": "\(error)"])
            }
            try await clock.sleep(Self.pause)
        }
    }

    func askAgain() async throws {
        let now = clock.now()
        try await store.write { try $0.run(EnrichmentQuery.askLidsAgain, now) }
    }

    /// - Returns: how many were due.
    func look() async throws -> Int {
        let now = clock.now()
        let due = try await store.write { transaction in
            try transaction.rows(EnrichmentQuery.takeLids, now, now + Self.lease, Self.batch).map { row in
                Due(workspace: try row.get("workspace"), lid: try ChatID(row.get("lid")), tries: try row.get("tries"))
            }
        }
        for (workspace, due) in Dictionary(grouping: due, by: \.workspace) { try await ask(due, of: workspace) }
        return due.count
    }

    private func ask(_ due: [Due], of workspace: WorkspaceID) async throws {
        let answer: ResolvedLIDs
        do {
            answer = try await resolve(ResolveLIDs(lids: due.map(\.lid)), workspace)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            logger.info("nobody could be asked for hidden ids", ["error": "\(error)"])
            answer = ResolvedLIDs(pairs: [], asked: false)
        }
        let pairs = Dictionary(answer.pairs.map { ($0.lid, $0) }) { first, _ in first }
        let occasion = Occasion(workspace: workspace, now: clock.now(), offset: offset)
        for start in stride(from: 0, to: due.count, by: 20) {
            let part = due[start..<min(start + 20, due.count)]
            try await store.write { transaction in
                for due in part {
                    if let pair = pairs[due.lid] {
                        try learn(pair, on: occasion, transaction)
                    } else {
                        try putOff(due, isAsked: answer.asked, on: occasion, transaction)
                    }
                }
            }
        }
    }

    private func learn(_ pair: LIDPair, on occasion: Occasion, _ transaction: any Transaction) throws {
        guard let phone = try? PhoneNumber(pair.phoneNumber) else {
            try transaction.run(EnrichmentQuery.forgetLid, occasion.workspace, pair.lid.text)
            return
        }
        let found = try contacts.find(Traces(phone: phone, lid: pair.lid.text), on: occasion, transaction)
        try contacts.refresh(found.id, on: occasion, transaction, isNew: found.isNew)
        // A contact that was given both by hand has not told yet.
        if !found.isNew { try contacts.pair(pair.lid.text, with: phone, on: occasion, transaction) }
    }

    private func putOff(
        _ due: Due,
        isAsked: Bool,
        on occasion: Occasion,
        _ transaction: any Transaction
    ) throws {
        let tries = isAsked ? due.tries + 1 : due.tries
        let wait = isAsked ? Self.waits[min(due.tries, Self.waits.count - 1)] : Self.patience
        let next = occasion.now + wait
        try transaction.run(EnrichmentQuery.putOffLid, due.workspace, due.lid.text, tries, next)
    }
}
