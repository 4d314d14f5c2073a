import Contracts
import HTTPServer
import Runtime

/// The ops port.
struct OpsServer: Service {
    let name = "ops"
    private let server: HTTPServer

    /// - Throws: ``HTTPServerError`` when the port is in use.
    init(_ base: ServiceBase, service: ServiceName, deadLetters: DeadLetterRoutes) throws {
        var router = OpsRoutes(metrics: base.metrics, readiness: base.readiness).router(service: service.rawValue)
        deadLetters.add(to: &router)
        var limits = HTTPServerLimits()
        limits.threads = 1
        limits.connections = 64
        limits.drain = .seconds(1)
        server = try HTTPServer(
            name: name,
            host: base.common.opsHost,
            port: base.common.opsPort,
            routes: router.build(),
            limits: limits,
            logger: base.logger,
            metrics: base.metrics
        )
    }

    func run() async throws {
        try await server.run()
    }
}
