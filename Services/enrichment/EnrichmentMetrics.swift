import Runtime

/// What this service tells about itself.
struct EnrichmentMetrics: Sendable {
    let changed: Counter
    let merged: Counter
    let created: Counter
    let updated: Counter
    let unchanged: Counter
    let refused: Counter

    init(_ metrics: Metrics) {
        changed = metrics.counter("enrichment_contacts_changed_total", help: "Changes of contacts told to others.")
        merged = metrics.counter("enrichment_contacts_merged_total", help: "Contacts that turned out to be another.")
        func rows(_ outcome: String) -> Counter {
            metrics.counter("enrichment_rows_total", help: "Rows of uploads, by outcome.", labels: ["outcome": outcome])
        }
        created = rows("created")
        updated = rows("updated")
        unchanged = rows("unchanged")
        refused = rows("refused")
    }
}
