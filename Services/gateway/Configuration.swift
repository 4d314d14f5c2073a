import Runtime

/// What the gateway alone is told.
struct Configuration: Sendable {
    let host: String
    let port: UInt16
    let adminEmail: String
    /// Nil makes one at random.
    let adminPassword: String?
    /// Two letters of ISO 3166: where numbers without a country code are from.
    let country: String
    /// The media service's data plane as the gateway reaches it.
    let mediaURL: String
    /// The same as browsers reach it; nil streams through the gateway.
    let mediaPublicURL: String?
    let allowsPrivateAddresses: Bool
    /// Numeric addresses of reverse proxies; `private` stands for those of private networks.
    let trustedProxies: Set<String>
    let mail: MailSettings
    let channel: ChannelSettings
    let ingest: IngestSettings
    let sending: SendingSettings

    init(reading reader: inout ConfigurationReader) {
        host = reader.string("MYNAH_HTTP_HOST", default: "127.0.0.1", help: "The address on which the API answers.")
        port = UInt16(
            reader.integer("MYNAH_HTTP_PORT", default: 8080, in: 0...65535, help: "Its port; 0 for a free one.")
        )
        adminEmail = reader.string(
            "MYNAH_ADMIN_EMAIL",
            default: "admin@mynah.local",
            help: "The first administrator, made when there is no staff yet."
        )
        adminPassword = reader.secret(
            "MYNAH_ADMIN_PASSWORD",
            help: "The first administrator's; else one is made at random and printed once."
        )
        country = reader.country()
        mediaURL = reader.url(
            "MYNAH_MEDIA_URL",
            default: "http://127.0.0.1:8081",
            schemes: ["http", "https"],
            help: "The media service as the gateway reaches it."
        )
        mediaPublicURL = reader.optional(
            "MYNAH_MEDIA_PUBLIC_URL",
            help: "The media service as browsers reach it: downloads go there instead of through the gateway."
        )
        allowsPrivateAddresses = reader.flag(
            "MYNAH_ALLOW_PRIVATE_ADDRESSES",
            default: false,
            help: "Whether files may be fetched from private addresses that clients name."
        )
        let proxies = reader.optional(
            "MYNAH_TRUSTED_PROXIES",
            help: "Reverse proxies whose X-Forwarded-For is believed: addresses with commas, or “private”."
        )
        trustedProxies = Set((proxies ?? "").split(separator: ",").map { String($0).trimmed })
        mail = MailSettings(reading: &reader, port: port)
        channel = ChannelSettings(reading: &reader)
        ingest = IngestSettings(reading: &reader)
        sending = SendingSettings(reading: &reader)
        check(&reader)
    }

    private func check(_ reader: inout ConfigurationReader) {
        if let adminPassword, adminPassword.utf8.count < 8 {
            reader.problem("MYNAH_ADMIN_PASSWORD", "must have 8 characters or more.")
        }
        if !adminEmail.contains("@") { reader.problem("MYNAH_ADMIN_EMAIL", "must be an e-mail address.") }
    }
}
