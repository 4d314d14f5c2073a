import Runtime

/// What went out, counted.
struct SendMetrics: Sendable {
    let sent: Counter
    let failed: Counter
    /// Tries that certainly did not arrive.
    let postponed: Counter
    /// Sends whose outcome nobody knew at first.
    let doubted: Counter
    /// Doubts that were settled by an echo, an ack or the history.
    let settled: Counter
    /// Doubts that nobody could settle in time.
    let uncertain: Counter
    /// Seconds from the claim to the outcome.
    let duration: Histogram
    /// The share of the rate in use, by the slowest number.
    let share: Gauge

    init(_ metrics: Metrics) {
        sent = metrics.counter("gateway_sends_total", help: "Sends by outcome.", labels: ["outcome": "sent"])
        failed = metrics.counter("gateway_sends_total", help: "Sends by outcome.", labels: ["outcome": "failed"])
        uncertain = metrics.counter("gateway_sends_total", help: "Sends by outcome.", labels: ["outcome": "uncertain"])
        postponed = metrics.counter("gateway_send_retries_total", help: "Tries that certainly did not arrive.")
        doubted = metrics.counter("gateway_send_doubts_total", help: "Sends whose outcome nobody knew at first.")
        settled = metrics.counter("gateway_send_doubts_settled_total", help: "Doubts settled by what was seen.")
        duration = metrics.histogram("gateway_send_seconds", help: "From the claim of a send to its outcome.")
        share = metrics.gauge("gateway_send_pace_ratio", help: "The share of the send rate in use.")
        share.set(1)
    }
}
