import Bus
import Contracts
import HTTPClient
import Runtime
import Store
import Synchronization

/// Fetches planned files, some at a time, and tries again what failed for now.
final class Fetcher: Service {
    let name = "fetcher"
    /// Files fetched at one time.
    private static let width = 8
    /// How long an attempt is nobody else's, unless it is still on.
    private static let lease = Duration.seconds(15)

    let library: MediaLibrary
    let source: FileSource
    let outbox: Outbox
    let bus: Bus
    /// Woken when a fetch is planned.
    let signal: Signal
    /// The most bytes of one file.
    let limit: Int
    let logger: Logger
    private let running = Mutex(0)
    private let backoff = Backoff(base: .seconds(1), limit: .seconds(30))

    init(
        library: MediaLibrary,
        source: FileSource,
        outbox: Outbox,
        bus: Bus,
        signal: Signal,
        limit: Int,
        logger: Logger
    ) {
        self.library = library
        self.source = source
        self.outbox = outbox
        self.bus = bus
        self.signal = signal
        self.limit = limit
        self.logger = logger
    }

    func run() async throws {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                do {
                    for job in try await claimDue() {
                        group.addTask {
                            await self.attempt(job)
                            self.running.withLock { $0 -= 1 }
                            self.signal.wake()
                        }
                    }
                    await signal.wait(atMost: try await untilNext())
                } catch {
                    logger.warning("cannot plan fetches; trying again", ["error": "\(error)"])
                    await signal.wait(atMost: .seconds(1))
                }
            }
        }
    }

    /// Takes what is due, as much as may run at one time; more when one of them has ended.
    private func claimDue() async throws -> [FetchJob] {
        let now = library.clock.now()
        let free = Self.width - running.withLock { $0 }
        guard free > 0 else { return [] }
        let jobs = try await library.store.write { transaction in
            let lease = now + Self.lease
            return try transaction.rows(MediaQuery.dueFetches, now, free).map(FetchJob.init).filter { job in
                try transaction.run(MediaQuery.claimFetch, job.workspace, job.media, job.attempts, lease) > 0
            }
        }
        running.withLock { $0 += jobs.count }
        return jobs
    }

    /// How long until the next fetch is due; a minute at most, for what other instances plan.
    private func untilNext() async throws -> Duration {
        let minute = Duration.seconds(60)
        guard running.withLock({ $0 }) < Self.width else { return minute }
        let due: Timestamp? = try await library.store.read { try $0.first(MediaQuery.nextFetch)?.get("due_at") }
        return due.map { min(max($0 - library.clock.now(), .zero), minute) } ?? minute
    }

    private func attempt(_ job: FetchJob) async {
        do {
            try await holding(job) { try await self.fetch(job) }
        } catch let failure as FetchFailure {
            await settle(job, failure)
        } catch let problem as Problem {
            await settle(job, problem.status == 503 ? .passing(problem.detail) : .lasting(problem.detail))
        } catch {
            await settle(job, .passing("\(error)"))
        }
    }

    /// Keeps the claim while the file comes. Should this process die meanwhile, another may try soon.
    private func holding(_ job: FetchJob, _ work: @escaping () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while true {
                    try await Task.sleep(for: Self.lease / 3)
                    let lease = self.library.clock.now() + Self.lease
                    try? await self.postpone(job, to: lease)
                }
            }
            defer { group.cancelAll() }
            try await work()
        }
    }

    private func postpone(_ job: FetchJob, to due: Timestamp) async throws {
        try await library.store.write { transaction in
            try transaction.run(MediaQuery.postponeFetch, job.workspace, job.media, due)
        }
    }

    private func fetch(_ job: FetchJob) async throws {
        let stream = try await source.open(job, over: bus)
        let (content, type) = try await library.take(
            stream.body,
            limit: limit,
            declared: stream.head.header("content-type")
        )
        let now = library.clock.now()
        try await end(job) { transaction in
            try MediaLibrary.need(content.sha256, now: now, in: transaction)
            return try transaction.run(
                MediaQuery.arrived,
                job.workspace,
                job.media,
                type,
                content.size,
                content.sha256,
                now
            )
        }
    }

    /// Plans another try, or gives up.
    private func settle(_ job: FetchJob, _ failure: FetchFailure) async {
        do {
            switch failure {
            case .passing(let reason):
                let due = library.clock.now() + backoff.delay(after: job.attempts + 1)
                guard due < job.deadline else { return try await giveUp(job, .failed, reason) }
                try await postpone(job, to: due)
            case .expired: try await giveUp(job, .expired, "The provider no longer has the file.")
            case .lasting(let reason): try await giveUp(job, .failed, reason)
            }
        } catch {
            // The claim runs out, and then the fetch is tried again.
            logger.warning("cannot record a failed fetch", ["media": "\(job.media)", "error": "\(error)"])
        }
    }

    private func giveUp(_ job: FetchJob, _ state: MediaState, _ reason: String) async throws {
        logger.warning("file not fetched", ["media": "\(job.media)", "state": "\(state.rawValue)"])
        try await end(job) { transaction in
            try transaction.run(MediaQuery.lost, job.workspace, job.media, state, reason)
        }
    }

    /// Ends a fetch and tells what became of the file.
    private func end(
        _ job: FetchJob,
        _ change: @escaping @Sendable (any Transaction) throws -> Int
    ) async throws {
        let outbox = outbox
        try await library.store.write { transaction in
            try transaction.run(MediaQuery.endFetch, job.workspace, job.media)
            guard try change(transaction) > 0 else { return }
            let object = try MediaLibrary.show(job.media, workspace: job.workspace, in: transaction)
            try outbox.emit(MediaChanged(media: object), workspace: job.workspace, in: transaction)
        }
    }
}
