import Runtime

/// Says in the log what the service waits for, and when it is ready; from then on it keeps no more than it needs.
struct ReadyNotice: Service {
    let name = "ready notice"
    let readiness: Readiness
    let logger: Logger
    let started: ContinuousClock.Instant

    func run() async throws {
        var isStarting = true
        for await missing in readiness.changes {
            if missing.isEmpty {
                logger.info("ready", ["seconds": .now - started])
                if isStarting { StartupMemory.release() }
                isStarting = false
            } else {
                logger.info("waiting", ["for": missing])
            }
        }
    }
}
