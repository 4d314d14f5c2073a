import Runtime

/// How raw webhooks are kept.
struct IngestSettings: Sendable {
    let keep: Duration

    init(keep: Duration = .seconds(7 * 86_400)) {
        self.keep = keep
    }

    init(reading reader: inout ConfigurationReader) {
        let days = reader.integer(
            "MYNAH_WEBHOOK_DAYS",
            default: 7,
            in: 1...3650,
            help: "For how many days webhooks are kept as they came."
        )
        keep = .seconds(days * 86_400)
    }
}
