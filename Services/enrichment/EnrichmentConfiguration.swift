import Runtime

/// What this service reads beyond the variables that all share.
struct EnrichmentConfiguration: Sendable {
    /// ISO 3166: `MY`.
    let country: String
    /// Of the workspace's clocks, in seconds east of Greenwich.
    let offset: Int
    /// Nil when no database is named.
    let crm: CRMConfiguration?

    init(_ reader: inout ConfigurationReader) {
        country = reader.country()
        let zone = reader.string(
            "MYNAH_UTC_OFFSET",
            default: "+08:00",
            help: "The clocks by which a package's last day ends: ahead of UTC (+08:00) or behind it (-05:00)."
        )
        offset = Self.seconds(zone) ?? 0
        crm = CRMConfiguration(&reader)
        if Self.seconds(zone) == nil {
            reader.problem("MYNAH_UTC_OFFSET", "must be an offset from -14:00 to +14:00, such as +08:00.")
        }
    }

    private static func seconds(_ text: String) -> Int? {
        let digits = text.utf8.filter { (48...57).contains($0) }.map { Int($0) - 48 }
        guard text.utf8.count == 6, digits.count == 4, let sign = text.first, "+-".contains(sign),
            text.dropFirst(3).first == ":"
        else { return nil }
        let minutes = (digits[0] * 10 + digits[1]) * 60 + digits[2] * 10 + digits[3]
        guard minutes <= 14 * 60, digits[2] < 6 else { return nil }
        return (sign == "-" ? -60 : 60) * minutes
    }
}
