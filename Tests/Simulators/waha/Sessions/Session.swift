/// One WhatsApp number in WAHA: its state machine, its settings. It does no I/O and waits for nothing.
struct Session: Sendable {
    let name: String
    var engine: Engine
    /// As the client sent it, echoed back.
    var config: Body
    /// The number it is or will be signed in with.
    var account: Account
    private(set) var status = SessionStatus.stopped
    /// The last three, oldest first.
    private(set) var statuses: [StatusPoint] = []
    /// Changes whenever timers that were set before must not take effect any more.
    private(set) var generation = 0
    /// Whether sign-in data is there; without it a start ends at the QR code.
    var isSignedIn: Bool
    /// Whether `me` is told: it stays while the session is stopped, and is gone after a logout.
    var isKnown: Bool
    var presence: String?
    /// The chats whose presence is told; WhatsApp forgets them with the connection.
    var presenceChats: Set<Address> = []
    var activity: Moment?
    /// What the present QR code says; nil outside `SCAN_QR_CODE`.
    private(set) var qr: String?
    private(set) var qrCount = 0
    var pairingCode: String?
    /// Until then endpoints answer 422 although the status is `WORKING`.
    var hardOfHearingUntil: Moment?
    /// The settings' webhooks, ready for use.
    var targets: [WebhookTarget] = []

    /// A code is good for this long: the first, and each after it.
    /// - Source: the WAHA fact sheet, 2.4.
    static let firstCode = Duration.seconds(60)
    static let furtherCode = Duration.seconds(20)
    static let codes = 6

    init(name: String, engine: Engine, config: Body, account: Account, isSignedIn: Bool) {
        self.name = name
        self.engine = engine
        self.config = config
        self.account = account
        self.isSignedIn = isSignedIn
        isKnown = isSignedIn
    }

    /// - Returns: whether the new status is to be told: `WORKING` after `WORKING` is not.
    mutating func enter(_ next: SessionStatus, at moment: Moment) -> Bool {
        let isNews = !(status == .working && next == .working)
        status = next
        if next != .working { presenceChats = [] }
        if next != .scanQRCode {
            qr = nil
            qrCount = 0
            pairingCode = nil
        }
        if next == .working {
            isSignedIn = true
            isKnown = true
            presence = presence ?? "offline"
        }
        guard isNews else { return false }
        statuses = (statuses + [StatusPoint(status: next, moment: moment)]).suffix(3)
        return true
    }

    /// - Returns: the generation that timers must remember.
    mutating func outdateTimers() -> Int {
        generation += 1
        return generation
    }

    /// Shows the next code.
    /// - Returns: how long it is good for, nil when there are no more.
    mutating func rotateCode(_ dice: inout Dice) -> Duration? {
        guard qrCount < Self.codes else { return nil }
        qrCount += 1
        qr = "2@" + dice.base32(40) + "," + dice.base32(22) + "," + dice.base32(22)
        return qrCount == 1 ? Self.firstCode : Self.furtherCode
    }

    /// Forgets the sign-in; the settings stay.
    mutating func signOut() {
        isSignedIn = false
        isKnown = false
    }

    /// Groups, channels and stories may be kept out by the settings.
    func ignores(_ chat: Address) -> Bool {
        let key =
            switch chat {
            case .group: "groups"
            case .channel: "channels"
            case .broadcast(let user): user == "status" ? "status" : "broadcast"
            case .phone, .lid: "dm"
            }
        return config["ignore"][key].flag == true
    }
}
