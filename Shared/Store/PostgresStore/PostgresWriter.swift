import Glibc
import Store

/// One of the writers, with a connection of its own.
///
/// `@unchecked`: the dialer is used by the thread of its ``WorkQueue`` alone.
final class PostgresWriter: Worker, @unchecked Sendable {
    private let dialer: Dialer
    private let order: CommitOrder

    /// How often a write is run, at most, when others are in its way.
    private static let attempts = 12

    init(_ dialer: Dialer, _ order: CommitOrder) {
        self.dialer = dialer
        self.order = order
    }

    func close() {
        dialer.hangUp()
    }

    func perform(_ jobs: [any Job<any Transaction>]) {
        for job in jobs {
            do {
                try write(job)
            } catch {
                job.refuse(error)
            }
        }
    }

    private func write(_ job: any Job<any Transaction>) throws {
        for attempt in 1... {
            let connection = try dialer.connected()
            let transaction = OpenTransaction(on: connection)
            do {
                connection.begin()
                try job.attempt(with: transaction)
                try transaction.conclude()
                let actions = transaction.finish()
                if let failure = transaction.failure { throw failure }
                return try commit(job, actions, on: connection)
            } catch {
                _ = transaction.finish()
                connection.rollBack()
                let cause = transaction.failure ?? error as? StoreError
                guard attempt < Self.attempts, let remedy = cause?.remedy else { throw error }
                if remedy == .reconnect { dialer.hangUp() }
                usleep(.random(in: 0..<2000) * UInt32(attempt))
            }
        }
    }

    private func commit(
        _ job: any Job<any Transaction>,
        _ actions: [@Sendable () -> Void],
        on connection: PostgresConnection
    ) throws(StoreError) {
        guard !actions.isEmpty else {
            try connection.commit()
            return job.answer()
        }
        let number = order.takeNumber()
        do throws(StoreError) {
            try connection.commit()
        } catch {
            order.finish(number, [])
            throw error
        }
        order.finish(number, actions + [{ job.answer() }])
    }
}

/// What may help after an error.
enum Remedy {
    case tryAgain, reconnect
}

extension StoreError {
    /// Nil when the same would happen again.
    var remedy: Remedy? {
        switch self {
        case .unavailable: .reconnect
        case .engine(let code, _, _):
            switch code {
            // Serialization failure, deadlock, a lock that was not to be had.
            case "40001", "40P01", "55P03": .tryAgain
            // A prepared statement that the schema or a proxy has outdated.
            case "0A000", "26000": .reconnect
            default: nil
            }
        default: nil
        }
    }
}
