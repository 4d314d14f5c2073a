import Bus
import Contracts
import HTTPClient
import Runtime
import Store

/// Fetches planned files, some at a time, and tries again what failed for now.
struct Fetcher: Service {
    let name = "fetcher"
    /// Files fetched at one time.
    private static let width = 8
    /// The longest one attempt may take; after it another may try.
    private static let lease = Duration.seconds(120)

    let library: MediaLibrary
    let source: FileSource
    let outbox: Outbox
    let bus: Bus
    /// Woken when a fetch is planned.
    let signal: Signal
    /// The most bytes of one file.
    let limit: Int
    let logger: Logger
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
        while !Task.isCancelled {
            do {
                while try await fetchDue() {}
                await signal.wait(atMost: try await untilNext())
            } catch {
                logger.warning("cannot plan fetches; trying again", ["error": "\(error)"])
                await signal.wait(atMost: .seconds(1))
            }
        }
    }

    /// Fetches what is due.
    /// - Returns: whether there was anything.
    private func fetchDue() async throws -> Bool {
        let now = library.clock.now()
        let jobs = try await library.store.read { reader in
            try reader.rows(MediaQuery.dueFetches, now, Self.width).map(FetchJob.init)
        }
        guard !jobs.isEmpty, !Task.isCancelled else { return false }
        await withTaskGroup(of: Void.self) { group in
            for job in jobs { group.addTask { await attempt(job) } }
        }
        return true
    }

    /// How long until the next fetch is due; a minute at most, for what other instances plan.
    private func untilNext() async throws -> Duration {
        let due: Timestamp? = try await library.store.read { try $0.first(MediaQuery.nextFetch)?.get("due_at") }
        let minute = Duration.seconds(60)
        return due.map { min(max($0 - library.clock.now(), .zero), minute) } ?? minute
    }

    private func attempt(_ job: FetchJob) async {
        do {
            guard try await claim(job) else { return }
            try await fetch(job)
        } catch let failure as FetchFailure {
            await settle(job, failure)
        } catch let problem as Problem {
            await settle(job, .lasting(problem.detail))
        } catch {
            await settle(job, .passing("\(error)"))
        }
    }

    private func claim(_ job: FetchJob) async throws -> Bool {
        let lease = library.clock.now() + Self.lease
        return try await library.store.write { transaction in
            try transaction.run(MediaQuery.claimFetch, job.workspace, job.media, job.attempts, lease) > 0
        }
    }

    private func fetch(_ job: FetchJob) async throws {
        let stream = try await source.open(job, over: bus)
        let (content, type) = try await library.take(
            stream.body,
            limit: limit,
            declared: stream.head.header("content-type")
        )
        try await end(job) { transaction in
            try transaction.run(MediaQuery.arrived, job.workspace, job.media, type, content.size, content.sha256)
        }
    }

    /// Plans another try, or gives up.
    private func settle(_ job: FetchJob, _ failure: FetchFailure) async {
        do {
            switch failure {
            case .passing(let reason):
                let due = library.clock.now() + backoff.delay(after: job.attempts + 1)
                guard due < job.deadline else { return try await giveUp(job, .failed, reason) }
                try await library.store.write { transaction in
                    try transaction.run(MediaQuery.postponeFetch, job.workspace, job.media, due)
                }
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
