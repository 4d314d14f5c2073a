import Runtime

/// What this service alone is told.
struct Configuration: Sendable {
    /// Where numbers that are typed into the search without a country code are from, ISO 3166.
    let country: String

    init(reading reader: inout ConfigurationReader) {
        country = reader.country()
    }
}
