import Runtime

/// The account that the environment names.
struct ChannelSettings: Sendable {
    /// Where WAHA is, as we reach it.
    let baseURL: String
    let apiKey: String?
    let session: String
    /// What webhooks are signed with; nil takes any.
    let webhookSecret: String?
    /// Our webhook's address as WAHA reaches it; nil leaves WAHA's configuration alone.
    let webhookURL: String?
    /// Whether the chats that the number had before are read into the inbox, when the channel is new.
    let chatSync: Bool

    init(
        baseURL: String,
        apiKey: String?,
        session: String = "default",
        webhookSecret: String? = nil,
        webhookURL: String? = nil,
        chatSync: Bool = true
    ) {
        self.baseURL = baseURL
        self.apiKey = apiKey
        self.session = session
        self.webhookSecret = webhookSecret
        self.webhookURL = webhookURL
        self.chatSync = chatSync
    }

    init(reading reader: inout ConfigurationReader) {
        baseURL = reader.url(
            "WAHA_API_URL",
            default: "http://localhost:3000",
            schemes: ["http", "https"],
            help: "Where WAHA is."
        )
        apiKey = reader.secret("WAHA_API_KEY", help: "The key of WAHA's API.")
        session = reader.string("WAHA_SESSION_NAME", default: "default", help: "The session of WAHA to use.")
        webhookSecret = reader.secret("WEBHOOK_SECRET", help: "What WAHA signs its webhooks with; not set takes any.")
        let url = reader.optional(
            "MYNAH_WEBHOOK_URL",
            help: "This gateway's /api/webhooks/waha as WAHA reaches it; set, it is entered into WAHA's session."
        )
        webhookURL = url
        chatSync = reader.flag(
            "MYNAH_CHAT_SYNC",
            default: true,
            help: "Whether the chats that the number had before are read into the inbox when its channel is made."
        )
        if !Self.isSessionName(session) {
            reader.problem("WAHA_SESSION_NAME", "must be 1 to 54 letters, digits, dashes and underscores.")
        }
        if let url, !url.hasPrefix("http://"), !url.hasPrefix("https://") {
            reader.problem("MYNAH_WEBHOOK_URL", "must be an address that begins with http:// or https://.")
        }
    }

    /// - Source: WAHA's rule for names of sessions.
    static func isSessionName(_ name: String) -> Bool {
        (1...54).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
