import Contracts

/// Runs services until SIGTERM or SIGINT, or until one of them ends, and stops them in reverse order.
package struct ServiceGroup: Sendable {
    private let services: [any Service]
    private let logger: Logger
    private let stop: StopSignal
    private let deadline: Deadline

    /// - Parameters:
    ///   - services: each may use those before it; the last one stops first.
    ///   - grace: from the signal to the end; past it the process ends with status 1.
    ///   - expired: what happens past the grace period.
    package init(
        _ services: [any Service],
        logger: Logger,
        stop: StopSignal = StopSignal(),
        grace: Duration = .seconds(10),
        expired: @escaping @Sendable () -> Void = Deadline.endProcess
    ) {
        self.services = services
        self.logger = logger
        self.stop = stop
        deadline = Deadline(grace) {
            logger.error("not stopped within the grace period", ["grace": grace])
            expired()
        }
    }

    /// Returns when all have stopped after a signal, or after the cancellation of the task.
    /// - Throws: the error of the service that ended first by itself, ``EndedEarly`` when it had none.
    package func run() async throws {
        try await run {
            await stop.wait()
            logger.info("stopping")
        }
    }

    /// Runs the services for as long as `work` takes.
    /// - Throws: what `work` throws, or the error of a service that ended by itself.
    package func run(while work: @escaping @Sendable () async throws -> Void) async throws {
        stop.whenRaised(deadline.start)
        defer { deadline.cancel() }
        try await run(services[...], work)
    }

    private func run(
        _ services: ArraySlice<any Service>,
        _ work: @escaping @Sendable () async throws -> Void
    ) async throws {
        guard let first = services.first else {
            defer { deadline.start() }
            return try await work()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runOne(first) }
            group.addTask { try await run(services.dropFirst(), work) }
            defer { group.cancelAll() }
            try await group.next()  // the later services have stopped, or this one has ended by itself
            group.cancelAll()
            while await group.nextResult() != nil {}
        }
    }

    private func runOne(_ service: any Service) async throws {
        do {
            try await service.run()
            if !Task.isCancelled { throw EndedEarly(service: service.name) }
        } catch let error where !Task.isCancelled {
            logger.error("failed", ["part": service.name, "error": "\(error)"])
            deadline.start()
            throw error
        } catch is CancellationError {
        } catch {
            logger.warning("failed while stopping", ["part": service.name, "error": "\(error)"])
        }
        logger.debug("stopped", ["part": service.name])
    }
}
