/// What goes wrong, and how often. Shares are probabilities from 0, never, to 1, always.
struct Faults: Sendable {
    // Webhooks
    var duplicateWebhooks = 0.0
    /// Milliseconds by which every webhook is late.
    var delayWebhooks = 0.0
    /// Share that is held back for 20 to 500 ms, so that others overtake.
    var reorderWebhooks = 0.0
    /// Share that is never sent, as after a crash of WAHA.
    var loseWebhooks = 0.0
    /// Share without a signature.
    var unsignedWebhooks = 0.0
    /// Share whose body was changed after signing.
    var tamperedWebhooks = 0.0
    /// 1: no event leaves, though sessions are WORKING and sends succeed.
    var deaf = 0.0

    // Sending
    /// Share that never answers and never sends.
    var sendHang = 0.0
    /// Share that sends, and answers only after `sendHangMs`.
    var sendHangThenSucceed = 0.0
    /// How long a hanging send takes, in milliseconds, not scaled.
    var sendHangMs = 120_000.0
    /// Share that fails and was not sent.
    var send500 = 0.0
    /// Share that is sent, and answered with 500.
    var sendSucceedThenFail = 0.0
    var sendNoLid = 0.0
    var rateOverlimit = 0.0
    /// Share refused with WhatsApp's 463: no new chats for this account.
    var sendRestricted = 0.0

    // Acks
    /// Scaled; each ack follows the one before it after a time in this range.
    var ackDelayMinMs = 200.0
    var ackDelayMaxMs = 800.0
    /// Share of sends whose message and acks are told before the send is answered.
    var ackBeforeResponse = 0.0
    /// Share of sends that only reach the server.
    var ackMissing = 0.0
    /// Share of acks that name the chat by its hidden id.
    var ackWithLid = 0.0

    // Sessions and queries
    /// Milliseconds for which endpoints answer 422 after the status became WORKING.
    var startup422 = 0.0
    /// Milliseconds a request waits for the status it needs before 422, not scaled.
    var statusWaitMs = 0.0
    /// Milliseconds until the overview answers; not scaled.
    var overviewSlow = 0.0
    /// Milliseconds until any other query answers; not scaled.
    var querySlow = 0.0
    /// Seconds after which media files are deleted; 0 keeps them.
    var mediaLifetimeSeconds = 180.0

    // Shapes
    var omitSerialized = 0.0
    var longTimestamps = 0.0
    var unknownFields = 0.0

    /// Numbers without WhatsApp: digits only.
    var absentNumbers: Set<String> = []
}

/// The names under which the control plane sets them.
extension Faults {
    static let names: [(name: String, path: any WritableKeyPath<Faults, Double> & Sendable)] = [
        ("duplicateWebhooks", \.duplicateWebhooks), ("delayWebhooks", \.delayWebhooks),
        ("reorderWebhooks", \.reorderWebhooks), ("loseWebhooks", \.loseWebhooks),
        ("unsignedWebhooks", \.unsignedWebhooks), ("tamperedWebhooks", \.tamperedWebhooks), ("deaf", \.deaf),
        ("sendHang", \.sendHang), ("sendHangThenSucceed", \.sendHangThenSucceed), ("sendHangMs", \.sendHangMs),
        ("send500", \.send500), ("sendSucceedThenFail", \.sendSucceedThenFail), ("sendNoLid", \.sendNoLid),
        ("rateOverlimit", \.rateOverlimit), ("sendRestricted", \.sendRestricted),
        ("ackDelayMinMs", \.ackDelayMinMs), ("ackDelayMaxMs", \.ackDelayMaxMs),
        ("ackBeforeResponse", \.ackBeforeResponse), ("ackMissing", \.ackMissing), ("ackWithLid", \.ackWithLid),
        ("startup422", \.startup422), ("statusWaitMs", \.statusWaitMs), ("overviewSlow", \.overviewSlow),
        ("querySlow", \.querySlow), ("mediaLifetimeSeconds", \.mediaLifetimeSeconds),
        ("omitSerialized", \.omitSerialized), ("longTimestamps", \.longTimestamps), ("unknownFields", \.unknownFields),
    ]

    /// Sets what a request names and leaves the rest; `true` and `false` stand for 1 and 0.
    /// - Throws: ``Refusal`` with 400 that names each unknown or wrong member.
    mutating func change(by body: Body) throws(Refusal) {
        var problems: [String] = []
        for member in body.members {
            if member.key == "absentNumbers" {
                absentNumbers = Set(member.value.items.compactMap(\.word))
            } else if let place = Self.names.first(where: { $0.name == member.key }) {
                guard let value = Self.value(member.value), value >= 0 else {
                    problems.append("\(member.key) must be a number from 0, or a boolean")
                    continue
                }
                self[keyPath: place.path] = value
            } else {
                problems.append("property \(member.key) should not exist")
            }
        }
        if ackDelayMinMs > ackDelayMaxMs { problems.append("ackDelayMinMs must not be over ackDelayMaxMs") }
        guard problems.isEmpty else { throw .badRequest(problems) }
    }

    private static func value(_ body: Body) -> Double? {
        body.flag.map { $0 ? 1 : 0 } ?? body.double
    }

    var body: Body {
        let numbers = Self.names.map { Body.Member(key: $0.name, value: .number(self[keyPath: $0.path])) }
        return .object(numbers + [Body.Member(key: "absentNumbers", value: .texts(absentNumbers.sorted()))])
    }
}
