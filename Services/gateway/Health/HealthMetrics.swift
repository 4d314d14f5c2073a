import Contracts
import Runtime

/// What is counted of the sessions' health.
struct HealthMetrics: Sendable {
    let restarts: Counter

    init(_ metrics: Metrics) {
        restarts = metrics.counter(
            "gateway_session_restarts_total",
            help: "Sessions restarted because they did not do their work."
        )
    }
}
