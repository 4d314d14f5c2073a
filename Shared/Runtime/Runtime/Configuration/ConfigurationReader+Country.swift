extension ConfigurationReader {
    /// `MYNAH_COUNTRY`: where numbers that are written without a country code are from, two letters of ISO 3166.
    package mutating func country() -> String {
        let name = "MYNAH_COUNTRY"
        let country = string(
            name,
            default: "MY",
            help: "Where numbers without a country code are from, two letters of ISO 3166."
        )
        let isCode = country.utf8.count == 2 && country.utf8.allSatisfy { (65...90).contains($0) }
        if !isCode { problem(name, "must be two capital letters, such as MY.") }
        return country
    }
}
