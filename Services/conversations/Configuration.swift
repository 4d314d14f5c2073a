import Runtime

/// What this service alone is told.
struct Configuration: Sendable {
    /// Where numbers are typed into the search, ISO 3166.
    let country: String

    init(reading reader: inout ConfigurationReader) {
        country = reader.string(
            "MYNAH_COUNTRY",
            default: "MY",
            help: "The country whose numbers are typed without a calling code, ISO 3166."
        ).uppercased()
        if country.utf8.count != 2 || !country.utf8.allSatisfy({ (65...90).contains($0) }) {
            reader.problem("MYNAH_COUNTRY", "must be a country's two letters, such as MY.")
        }
    }
}
