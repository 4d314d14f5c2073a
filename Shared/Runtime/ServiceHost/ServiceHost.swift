package import Contracts
import Glibc
package import Runtime

/// What the five mains share.
package enum ServiceHost {
    /// Runs a service until it is told to stop, and ends the process.
    ///
    /// It reads the configuration, answers on the ops port, opens the store, brings the tables up to date, joins the
    /// bus, and runs the parts. A wrong configuration, a port in use or a folder that cannot be written to ends it with
    /// a sentence and status 78; SIGTERM and SIGINT let it finish what it does, within 10 s.
    /// - Parameters:
    ///   - configuration: reads what the service alone is told.
    ///   - parts: builds the service.
    package static func main<Configuration: Sendable>(
        _ service: ServiceName,
        configuration: @escaping @Sendable (inout ConfigurationReader) -> Configuration,
        parts: @escaping @Sendable (Host<Configuration>) async throws -> ServiceParts
    ) async -> Never {
        ProcessSettings.apply()
        let stop = StopSignal()
        let process = ServiceProcess(
            service: service,
            environment: .process(),
            stop: stop,
            configuration: configuration,
            parts: parts
        )
        exit(await process.run(arguments: Array(CommandLine.arguments.dropFirst())).rawValue)
    }
}
