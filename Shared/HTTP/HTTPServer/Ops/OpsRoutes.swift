package import Runtime

/// What every service tells on its ops port: `/healthz`, `/readyz`, `/metrics`.
package struct OpsRoutes: Sendable {
    private struct Health: Codable, Sendable {
        var status = "ok"
    }

    private struct Ready: Codable, Sendable {
        var ready: Bool
        /// What is waited for.
        var waitingFor: [String]
    }

    private let metrics: Metrics
    private let readiness: Readiness

    package init(metrics: Metrics, readiness: Readiness) {
        self.metrics = metrics
        self.readiness = readiness
    }

    /// A router that a service may add its own ops routes to.
    /// - Parameter service: for the title.
    package func router(service: String) -> Router<Void, Void> {
        var router = Router<Void, Void>(title: "\(service) ops", version: "1", authenticate: { _, _ in })
        router.on(.get, "/healthz", (), "The process is alive.", health)
        router.raw(.get, "/readyz", (), "The service can do its work.", produces: "application/json", ready)
        router.raw(.get, "/metrics", (), "Metrics for Prometheus.", produces: "text/plain", page)
        return router
    }

    private func health(_ call: Call<Void, NoQuery, NoBody>) async throws -> Health {
        Health()
    }

    private func ready(_ request: HTTPRequest, _: PathParameters, _: Void) async throws -> HTTPResponse {
        let missing = readiness.missing
        let body = try JSONCoding.encode(Ready(ready: missing.isEmpty, waitingFor: missing))
        return HTTPResponse(missing.isEmpty ? 200 : 503, type: "application/json", bytes: body)
    }

    private func page(_ request: HTTPRequest, _: PathParameters, _: Void) async throws -> HTTPResponse {
        HTTPResponse(200, type: "text/plain; version=0.0.4; charset=utf-8", bytes: Array(metrics.page().utf8))
    }
}
