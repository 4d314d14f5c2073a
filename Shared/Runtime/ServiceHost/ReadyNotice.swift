import Runtime

/// Says in the log what the service waits for, and when it is ready.
struct ReadyNotice: Service {
    let name = "ready notice"
    let readiness: Readiness
    let logger: Logger
    let started: ContinuousClock.Instant

    func run() async throws {
        for await missing in readiness.changes {
            if missing.isEmpty {
                logger.info("ready", ["seconds": .now - started])
            } else {
                logger.info("waiting", ["for": missing])
            }
        }
    }
}
