import Contracts
import Runtime
import Store

/// Takes echoes that nobody has asked for in time for messages of their own.
struct EchoAdoption: Service {
    /// Between two looks.
    static let interval = Duration.seconds(5)
    /// Echoes per transaction.
    static let batch = 100

    let store: any Store
    let clock: WallClock
    let metrics: ConversationMetrics
    let logger: Logger
    /// Tells an event of a workspace, in a transaction.
    let emit: @Sendable (any Event, WorkspaceID, any Transaction) throws -> Void

    let name = "echo-adoption"

    func run() async throws {
        while !Task.isCancelled {
            do {
                if try await adopt() == Self.batch { continue }
            } catch {
                logger.warning("echoes could not be looked at", ["error": "\(error)"])
            }
            try await clock.sleep(Self.interval)
        }
    }

    /// - Returns: how many were due, ``batch`` at most.
    @discardableResult
    func adopt() async throws -> Int {
        let now = clock.now()
        let (emit, metrics) = (emit, metrics)
        return try await store.write { transaction in
            let due = try transaction.rows(MessageQuery.dueEchoes, now, Self.batch)
            for row in due {
                let workspace: WorkspaceID = try row.get(0)
                let key = MessageKey(try row.get(1), bare: try row.get(2), fromMe: true)
                let turn = Turn(
                    workspace: workspace,
                    id: "adopted.\(workspace).\(key.channel).\(key.id)",
                    now: now,
                    lane: 0,
                    transaction: transaction,
                    metrics: metrics,
                    emit: { try emit($0, workspace, transaction) }
                )
                guard let event = try Echoes(turn: turn).take(key) else { continue }
                try Arrivals(turn: turn).addOwn(event)
                metrics.adopted(in: transaction)
            }
            return due.count
        }
    }
}
