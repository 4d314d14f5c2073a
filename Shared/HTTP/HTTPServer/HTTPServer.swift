package import Runtime
import Glibc
import Synchronization
import WebSocket

/// Serves routes over HTTP/1.1: listens from its creation, answers while it runs.
package final class HTTPServer: Service {
    package let name: String
    /// The port it listens on.
    package let port: UInt16
    private let listener: Listener
    private let engine: Engine

    /// - Parameters:
    ///   - host: a name or an address to listen on: `127.0.0.1`, `::`.
    ///   - port: 0 takes a free one.
    package init(
        name: String = "http",
        host: String,
        port: UInt16,
        routes: Routes,
        limits: HTTPServerLimits = HTTPServerLimits(),
        logger: Logger,
        metrics: Metrics
    ) throws(HTTPServerError) {
        self.name = name
        DescriptorLimit.raise()
        listener = try Listener(host: host, port: port)
        self.port = listener.port
        let engine = Engine(routes: routes.measured(by: metrics, server: name), limits: limits, logger: logger)
        self.engine = engine
        metrics.gauge("http_connections", help: "Open connections.", labels: ["server": name]) { [weak engine] in
            Double(engine?.peers.withLock { $0.count } ?? 0)
        }
        metrics.gauge("http_websockets", help: "Open WebSockets.", labels: ["server": name]) { [weak engine] in
            Double(engine?.webSockets.connections ?? 0)
        }
    }

    /// Answers until its task is cancelled; then lets open requests end and takes no more.
    package func run() async throws {
        let loops = try (0..<engine.limits.threads).map { _ in try EventLoop(engine) }
        let acceptor = try Acceptor(listener, to: loops, limit: engine.limits.connections)
        let daemons = try daemons(of: loops)
        engine.logger.info("listening", ["part": name, "port": port])
        await withTaskGroup { group in
            for (loop, daemon) in zip(loops, daemons) { group.addTask { await loop.run(daemon) } }
            async let accepting: Void = acceptor.run()
            while (try? await Task.sleep(for: .milliseconds(250))) != nil { engine.sweep() }
            await Task { await self.drain() }.value  // a task of its own: this one is cancelled
            acceptor.end()
            await accepting  // what it has accepted is with a loop now
            for loop in loops { loop.end() }
        }
        engine.linger.sweep(isLast: true)
    }

    private func daemons(of loops: [EventLoop]) throws(HTTPServerError) -> [Daemon] {
        var daemons: [Daemon] = []
        for loop in loops {
            do throws(HTTPServerError) {
                daemons.append(try Daemon(of: loop))
            } catch {
                for daemon in daemons { daemon.stop() }
                throw error
            }
        }
        return daemons
    }

    /// Lets open requests end, and answers those that do not.
    private func drain() async {
        engine.isStopping.store(true, ordering: .relaxed)
        engine.webSockets.stop()
        engine.endEvents()
        let deadline = ContinuousClock.now + engine.limits.drain
        while engine.hasOpenRequests, .now < deadline {
            engine.sweep()
            try? await Task.sleep(for: .milliseconds(10))
        }
        engine.isClosed.store(true, ordering: .sequentiallyConsistent)
        while engine.hasOpenRequests {
            engine.giveUp()
            try? await Task.sleep(for: .milliseconds(10))
        }
    }
}
