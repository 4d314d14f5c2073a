import Runtime
import Synchronization

/// Counts and times the requests of one route.
final class RouteMeter: Sendable {
    private let duration: Histogram?
    private let count: @Sendable (Int) -> Counter?
    private let counters = Mutex<[(status: Int, counter: Counter)]>([])

    /// Measures nothing.
    init() {
        duration = nil
        count = { _ in nil }
    }

    init(_ metrics: Metrics, server: String, route: String) {
        let labels = ["server": server, "route": route]
        duration = metrics.histogram(
            "http_request_duration_seconds",
            help: "From the headers of a request to the last byte of its response.",
            labels: labels
        )
        count = { status in
            metrics.counter(
                "http_requests_total",
                help: "Requests answered.",
                labels: labels.merging(["status": String(status)]) { $1 }
            )
        }
    }

    /// - Parameter status: nil when the caller was gone before it was answered; shown as 499.
    func observe(status: Int?, duration: Duration) {
        guard let histogram = self.duration else { return }
        histogram.observe(duration)
        let status = status ?? 499
        let counter = counters.withLock { counters -> Counter? in
            if let known = counters.first(where: { $0.status == status }) { return known.counter }
            guard let new = count(status) else { return nil }
            counters.append((status, new))
            return new
        }
        counter?.increment()
    }
}
