import Bus
import Contracts
import Crypto
import HTTPServer
import Runtime
import Store

/// One run of a service, from its variables to its end.
struct ServiceProcess<Configuration: Sendable>: Sendable {
    let service: ServiceName
    let environment: Environment
    let stop: StopSignal
    var clock = WallClock.system
    /// Takes the text of `--help`.
    var output: @Sendable (String) -> Void = { print($0) }
    /// Takes log lines, and the sentences that say why it does not start.
    var errors: @Sendable (String) -> Void = StandardError.write
    let configuration: @Sendable (inout ConfigurationReader) -> Configuration
    let parts: @Sendable (Host<Configuration>) async throws -> ServiceParts

    func run(arguments: [String]) async -> ExitStatus {
        var reader = ConfigurationReader(environment)
        let common = CommonConfiguration(reading: &reader, for: service)
        let commonVariables = reader.variables.count
        let own = configuration(&reader)
        switch arguments.first {
        case "--help", "-h":
            output(HelpPage(service: service, variables: reader.variables, common: commonVariables).text)
            return .stopped
        case .some(let argument):
            errors("\(service): there is no argument \(argument); --help tells what there is.")
            return .usage
        case nil: break
        }
        do {
            try reader.finish()
            try await run(common, own)
            return .stopped
        } catch {
            let sentences = StartFailure.sentences(error)
            for sentence in sentences { errors("\(service): \(sentence)") }
            if sentences.isEmpty { errors("\(service) has failed: \(error)") }
            return sentences.isEmpty ? .failed : .configuration
        }
    }

    private func run(_ common: CommonConfiguration, _ own: Configuration) async throws {
        let started = ContinuousClock.now
        let logger = Logger(service: service.rawValue, level: common.logLevel, clock: clock, output: errors)
        try Folder.makeWritable(common.folder)
        let base = ServiceBase(
            common: common,
            clusterKey: try ServiceBase.clusterKey(common),
            outbox: Outbox(service, clock: clock),
            logger: logger,
            metrics: Metrics(),
            readiness: Readiness()
        )
        ProcessMetrics.register(in: base.metrics)
        base.readiness.waiting(for: "store")
        let deadLetters = DeadLetterRoutes()
        let ops = try OpsServer(base, service: service, deadLetters: deadLetters)
        let notice = ReadyNotice(readiness: base.readiness, logger: logger, started: started)
        // The ops port answers before the store is open and until it is closed.
        try await ServiceGroup([ops, notice], logger: logger, stop: stop).run {
            try await serve(base, own, deadLetters)
        }
        logger.info("stopped")
    }

    private func serve(_ base: ServiceBase, _ own: Configuration, _ deadLetters: DeadLetterRoutes) async throws {
        let opening = StoreOpening(choice: base.common.store, folder: base.common.folder, service: service)
        guard let store = try await stop.unless({ try await opening.open(logger: base.logger) }) else { return }
        let result: Result<Void, any Error>
        do {
            try await serve(base, own, deadLetters, store)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await store.close()
        try result.get()
    }

    private func serve(
        _ base: ServiceBase,
        _ own: Configuration,
        _ deadLetters: DeadLetterRoutes,
        _ store: any Store
    ) async throws {
        let parts = try await parts(base.host(service, own, store, clock))
        guard try await stop.unless({ try await migrate(store, parts.migrations, base.logger) }) != nil else { return }
        let bus = base.bus(service, store, parts.contents, clock)
        deadLetters.serve(bus)
        let services = try await parts.services(bus)
        base.readiness.ready("store")  // not before the parts have told what they wait for
        try await ServiceGroup([bus] + services, logger: base.logger, stop: stop).run()
    }

    /// Waits for a database that cannot be reached.
    private func migrate(_ store: any Store, _ migrations: [Migration], _ logger: Logger) async throws {
        var backoff = Backoff(limit: .seconds(2))
        while true {
            do {
                try await store.migrate("bus", Bus.migrations)
                try await store.migrate(service.rawValue, migrations)
                return
            } catch StoreError.unavailable(let text) {
                logger.warning("waiting for the database", ["error": text])
                try await Task.sleep(for: backoff.next())
            }
        }
    }
}
