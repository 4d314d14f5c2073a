import HTTPServer
import Runtime

/// A simulator that listens: its services, and where it is reached.
struct SimulatorProcess: Sendable {
    let simulator: Simulator
    let server: HTTPServer
    /// `http://127.0.0.1:3000`.
    let url: String

    init(_ options: Options, logger: Logger = Logger(service: "waha-simulator", level: .warning)) async throws {
        simulator = Simulator(options)
        let routes = try routes(simulator, apiKey: options.apiKey)
        server = try HTTPServer(
            host: options.host,
            port: UInt16(options.port),
            routes: routes,
            logger: logger,
            metrics: Metrics()
        )
        url = "http://\(options.host):\(server.port)"
        await simulator.listens(at: url)
        try await simulator.begin()
    }

    /// In the order in which they start.
    var services: [any Service] {
        var services: [any Service] = [simulator.agenda, simulator.sender, server]
        if simulator.options.isDemo {
            services.append(ServiceTask("demo") { [simulator] in try await simulator.playDemo() })
        }
        return services
    }
}

extension Simulator {
    /// Makes and starts the sessions that are there from the beginning.
    func begin() throws {
        for name in options.sessionNames {
            try makeSession(name)
            if options.isSignedIn { start(name) }
        }
        if options.isDemo { prepareDemo() }
    }
}
