import Runtime

/// How the simulator was started: from variables, which the command line's options stand for.
struct Options: Sendable {
    var host = "127.0.0.1"
    /// 0 takes a free one.
    var port = 0
    var engine = Engine.gows
    /// Nil: everybody may.
    var apiKey: String?
    var globalTargets: [WebhookTarget] = []
    var seed: UInt64 = 1
    /// Sessions made from the start.
    var sessionNames: [String] = []
    /// New sessions have sign-in data: started, they become WORKING without a QR code.
    var isSignedIn = false
    /// How many times faster than real ones delays pass.
    var speed = 1.0
    /// Milliseconds a request waits for its session before 422.
    var statusWait = 0.0
    /// Webhooks on their way at one time.
    var inFlight = 32
    var isDemo = false
    /// Seconds between two messages of the demo.
    var demoPause = 6

    /// The number of the nth session: its own, after the first.
    func account(_ index: Int) -> Account {
        let phone = String(60_120_000_000 + index)
        return Account(phone: phone, lid: People.lid(for: phone), pushName: "Mynah Fitness")
    }

    init() {}

    /// - Throws: all problems at once.
    init(reading reader: inout ConfigurationReader) throws(ConfigurationError) {
        host = reader.string("WAHA_SIMULATOR_HOST", default: host, help: "Address to listen on.")
        port = reader.integer("WAHA_SIMULATOR_PORT", default: port, in: 0...65_535, help: "Port; 0 takes a free one.")
        engine = reader.choice("WAHA_SIMULATOR_ENGINE", default: engine, help: "GOWS, NOWEB or WEBJS.")
        apiKey = reader.secret("WAHA_SIMULATOR_API_KEY", help: "Asked for in X-Api-Key.")
        seed = UInt64(reader.integer("WAHA_SIMULATOR_SEED", default: 1, in: 0...Int.max, help: "Same seed, same ids."))
        let names = reader.optional("WAHA_SIMULATOR_SESSION", help: "Sessions to begin with, by commas.")
        isSignedIn = reader.flag("WAHA_SIMULATOR_AUTO_WORKING", default: false, help: "Sessions need no QR code.")
        isDemo = reader.flag("WAHA_SIMULATOR_DEMO", default: false, help: "People of a gym write by themselves.")
        demoPause = reader.integer("WAHA_SIMULATOR_DEMO_PAUSE", default: 6, in: 1...3_600, help: "Seconds in between.")
        let tenths = reader.integer(
            "WAHA_SIMULATOR_SPEED",
            default: 1,
            in: 1...10_000,
            help: "Delays pass so much faster."
        )
        speed = Double(tenths)
        statusWait = Double(
            reader.integer("WAHA_SIMULATOR_STATUS_WAIT", default: 0, in: 0...60_000, help: "Milliseconds before 422.")
        )
        inFlight = reader.integer("WAHA_SIMULATOR_IN_FLIGHT", default: 32, in: 1...1_000, help: "Webhooks at one time.")
        isSignedIn = isSignedIn || isDemo
        sessionNames = names?.split(separator: ",").map(String.init) ?? (isSignedIn ? ["default"] : [])
        readTarget(&reader)
        try reader.finish()
    }

    /// The server-wide webhook, under WAHA's own names.
    private mutating func readTarget(_ reader: inout ConfigurationReader) {
        let url = reader.optional("WHATSAPP_HOOK_URL", help: "Where all sessions' events go.")
        let secret = reader.secret("WHATSAPP_HOOK_HMAC_KEY", help: "Signs them.")
        let names = reader.string("WHATSAPP_HOOK_EVENTS", default: "*", help: "Which ones, by commas.")
        let kind = reader.choice(
            "WHATSAPP_HOOK_RETRIES_POLICY",
            default: RetryPolicy.Kind.constant,
            help: "Of retries."
        )
        let delay = reader.integer(
            "WHATSAPP_HOOK_RETRIES_DELAY_SECONDS",
            default: 2,
            in: 0...86_400,
            help: "Before a retry."
        )
        let attempts = reader.integer("WHATSAPP_HOOK_RETRIES_ATTEMPTS", default: 15, in: 0...100_000, help: "Retries.")
        guard let url else { return }
        guard let events = try? EventFilter(names: names.split(separator: ",").map(String.init)) else {
            return reader.problem("WHATSAPP_HOOK_EVENTS", "names an event that does not exist.")
        }
        let retries = RetryPolicy(kind: kind, delaySeconds: Double(delay), attempts: attempts)
        globalTargets = [WebhookTarget(url: url, events: events, secret: secret, retries: retries)]
    }
}

/// The command line: options that stand for variables.
struct CommandLineOptions {
    private static let flags = [
        "--auto-working": "WAHA_SIMULATOR_AUTO_WORKING", "--demo": "WAHA_SIMULATOR_DEMO",
    ]
    private static let names = [
        "--host": "WAHA_SIMULATOR_HOST", "--port": "WAHA_SIMULATOR_PORT", "--engine": "WAHA_SIMULATOR_ENGINE",
        "--api-key": "WAHA_SIMULATOR_API_KEY", "--seed": "WAHA_SIMULATOR_SEED", "--session": "WAHA_SIMULATOR_SESSION",
        "--demo-pause": "WAHA_SIMULATOR_DEMO_PAUSE", "--speed": "WAHA_SIMULATOR_SPEED",
        "--status-wait": "WAHA_SIMULATOR_STATUS_WAIT", "--in-flight": "WAHA_SIMULATOR_IN_FLIGHT",
        "--webhook": "WHATSAPP_HOOK_URL", "--webhook-secret": "WHATSAPP_HOOK_HMAC_KEY",
        "--webhook-events": "WHATSAPP_HOOK_EVENTS", "--webhook-retries-policy": "WHATSAPP_HOOK_RETRIES_POLICY",
        "--webhook-retries-delay": "WHATSAPP_HOOK_RETRIES_DELAY_SECONDS",
        "--webhook-retries-attempts": "WHATSAPP_HOOK_RETRIES_ATTEMPTS",
    ]

    private(set) var values: [String: String] = [:]
    private(set) var wantsHelp = false

    /// - Parameter arguments: without the program's name.
    /// - Throws: a sentence for an option that there is not, or that lacks its value.
    init(_ arguments: [String]) throws(ConfigurationError) {
        var rest = arguments[...]
        while let option = rest.popFirst() {
            let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
            if option == "--help" || option == "-h" {
                wantsHelp = true
            } else if let name = Self.flags[option] {
                values[name] = "true"
            } else if let name = Self.names[parts.first ?? option] {
                guard let value = parts.count > 1 ? parts[1] : rest.popFirst() else {
                    throw ConfigurationError(["\(option) needs a value."])
                }
                values[name] = value
            } else {
                throw ConfigurationError(["There is no option \(option). See --help."])
            }
        }
    }

    /// The options, each with the variable it stands for.
    static func help(_ variables: [ConfigurationVariable]) -> String {
        let options = Dictionary(uniqueKeysWithValues: (flags.map { ($1, $0) } + names.map { ($1, $0 + " VALUE") }))
        let lines = variables.map { variable in
            "  \(options[variable.name] ?? "")\n      \(variable.help) \(variable.name), default: \(variable.fallback)"
        }
        return "waha-simulator: an executable stand-in for WAHA \(Release.version) on loopback.\n\n"
            + lines.joined(separator: "\n") + "\n"
    }
}
