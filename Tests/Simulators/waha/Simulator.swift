import HTTPClient

/// All facts of one simulated WAHA: sessions, people, chats, files, what was sent, and what goes wrong.
///
/// It lives in memory alone; the same seed and the same requests in the same order make the same ids and faults.
actor Simulator {
    let options: Options
    let agenda: Agenda
    let sender: WebhookSender
    let sockets = SocketFeed()
    let fetcher = HTTPClient()

    var sessions: [String: Session] = [:]
    var books: [String: ChatBook] = [:]
    var labels: [String: LabelBook] = [:]
    var people = People()
    var faults = Faults()
    var dice: Dice
    var shelf = MediaShelf()
    var ledger = Ledger()
    var incoming = IncomingLog()
    var traffic = TrafficProgress()
    /// How people are present, by chat and person.
    var presences: [Address: [Address: String]] = [:]
    /// What it was asked to show of the sessions themselves, in order.
    var shownPresences: [Body] = []
    /// Requests that came to the foreign media host, and how many of them carried the API key.
    var foreign = (requests: 0, withKey: 0)
    /// How often a profile picture was asked for.
    var pictureRequests = 0
    /// When this WAHA claims to have started.
    var started = Moment.now
    /// Scheme and authority under which it is reached; known once the server listens.
    private(set) var baseURL = ""

    init(_ options: Options) {
        self.options = options
        agenda = Agenda(speed: options.speed)
        sender = WebhookSender(agenda: agenda, inFlight: options.inFlight, seed: options.seed ^ 0xA5A5)
        dice = Dice(seed: options.seed)
        faults.statusWaitMs = options.statusWait
    }

    func listens(at url: String) {
        baseURL = url
    }

    /// What an engine must know to tell something of a session.
    func scene(_ session: Session) -> Scene {
        Scene(
            session: session.name,
            engine: session.engine,
            account: session.account,
            baseURL: baseURL,
            omitsSerialized: dice.hits(faults.omitSerialized),
            writesLongTimestamps: dice.hits(faults.longTimestamps),
            addsUnknownFields: dice.hits(faults.unknownFields)
        )
    }

    func soon(_ milliseconds: Double, _ action: @escaping @Sendable (Simulator) async -> Void) {
        agenda.after(agenda.scaled(.milliseconds(Int64(milliseconds)))) { [weak self] in
            if let self { await action(self) }
        }
    }
}
