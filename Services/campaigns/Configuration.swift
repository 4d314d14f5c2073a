import Runtime

/// What campaigns alone is told.
struct Configuration: Sendable {
    /// Two letters of ISO 3166: where numbers without a country code are from.
    let country: String

    init(reading reader: inout ConfigurationReader) {
        country = reader.country()
    }
}
