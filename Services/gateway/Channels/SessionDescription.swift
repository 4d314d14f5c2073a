import Contracts

/// A channel's session as clients see it.
struct SessionDescription: Codable, Hashable, Sendable {
    struct Account: Codable, Hashable, Sendable {
        var chatId: ChatID?
        /// E.164.
        var phoneNumber: String?
        var name: String?
    }

    var channel: ChannelID
    /// The session's name at the provider.
    var name: String
    /// In the provider's words: `WORKING`, `SCAN_QR_CODE`, …; `UNKNOWN` when it was never told, `STOPPED` when the
    /// provider does not have it yet.
    var status: String
    var statusAt: Timestamp?
    var engine: String?
    /// The account that is signed in.
    var me: Account?
    /// When the provider last saw something happen in it.
    var lastActivityAt: Timestamp?
    /// How it is, judged by what comes of it; nil until it was judged.
    var health: SessionHealth?
    /// True when the provider did not answer and this is what was last known.
    var degraded: Bool

    init(_ channel: Channel, _ session: WAHASession?, _ health: SessionHealth?, isDegraded: Bool) {
        self.channel = channel.id
        name = channel.session
        status = session?.status ?? channel.status ?? "UNKNOWN"
        statusAt = channel.statusAt.milliseconds > 0 ? channel.statusAt : nil
        engine = (session?.engine ?? channel.engine)?.rawValue
        me = session?.me.map { me in
            Account(chatId: me.id, phoneNumber: me.id?.phoneDigits.map { "+\($0)" }, name: me.name)
        }
        lastActivityAt = session?.activity
        self.health = health
        degraded = isDegraded
    }
}
