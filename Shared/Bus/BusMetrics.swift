import Runtime

/// What the bus tells about itself.
struct BusMetrics: Sendable {
    let published: Counter
    let applied: Counter
    let duplicates: Counter
    let replayed: Counter
    let malformed: Counter
    let failures: Counter
    let deadLetters: Counter
    let batches: Histogram
    let latency: Histogram
    let backlog: Gauge
    let lanes: Gauge
    let peers: Gauge
    let asked: Histogram
    let unanswered: Counter
    let answered: Histogram
    let refused: Counter
    let restored: Counter

    init(_ metrics: Metrics) {
        published = metrics.counter("bus_events_published_total", help: "Events published.")
        applied = metrics.counter("bus_events_applied_total", help: "Events whose effect was committed.")
        duplicates = metrics.counter("bus_events_duplicate_total", help: "Events that came again and were skipped.")
        replayed = metrics.counter("bus_events_replayed_total", help: "Events sent again because a consumer asked.")
        malformed = metrics.counter("bus_messages_malformed_total", help: "Messages that could not be read.")
        failures = metrics.counter("bus_event_failures_total", help: "Failed tries to apply an event.")
        deadLetters = metrics.counter("bus_dead_letters_total", help: "Events given up after all tries.")
        batches = metrics.histogram("bus_batch_events", help: "Events per transaction.", buckets: Histogram.sizes)
        latency = metrics.histogram("bus_event_latency_seconds", help: "From an event's emission to its effect.")
        backlog = metrics.gauge("bus_backlog_events", help: "Events known to exist and not applied yet.")
        lanes = metrics.gauge("bus_lanes_held", help: "Lanes that this instance holds.")
        peers = metrics.gauge("bus_peers_alive", help: "Instances heard of lately, this one included.")
        asked = metrics.histogram("bus_ask_seconds", help: "From a request to its reply.")
        unanswered = metrics.counter("bus_requests_unanswered_total", help: "Requests without a reply in time.")
        answered = metrics.histogram("bus_answer_seconds", help: "From the arrival of a request to its answer.")
        refused = metrics.counter("bus_requests_refused_total", help: "Requests refused because too many wait.")
        restored = metrics.counter("bus_tables_restored_total", help: "Times that the tables had gone back.")
    }
}
