import Contracts
import Crypto

/// What a webhook means to us.
struct WebhookReading: Sendable {
    /// Indirect, as it is handed on several times and holds a lot.
    indirect enum Fact: Sendable {
        case message(MessageReceived)
        case altered(MessageAltered)
        case delivery(DeliveryReported)
        case session(WAHASessionReport)
        /// The engine is in another state; what that means for the session has to be asked.
        case stateChanged
        /// Fleeting: passed on at once or not at all.
        case presence(WAHAPresence, at: Timestamp)
    }

    let fact: Fact?
    let meaning: IngestMetrics.Meaning
    /// Whether it tells of one of our own messages, which may settle a send.
    let isOwn: Bool

    /// Whether our other services hear of it.
    var isTold: Bool {
        switch fact {
        case .message, .altered, .delivery: true
        case .session, .stateChanged, .presence, nil: false
        }
    }

    private init(_ fact: Fact? = nil, _ meaning: IngestMetrics.Meaning, isOwn: Bool = false) {
        self.fact = fact
        self.meaning = meaning
        self.isOwn = isOwn
    }

    /// - Parameters:
    ///   - channel: whose session the event names.
    ///   - now: stands in for moments that WAHA left out.
    init(_ envelope: WAHAEnvelope, channel: ChannelID, now: Timestamp) {
        let told = envelope.timestamp ?? now
        switch envelope.event {
        case "message", "message.any":
            self.init(WAHAMessage.read(envelope.payload), channel: channel, told: told)
        case "message.ack", "message.ack.group":
            guard let ack = WAHAAck(envelope.payload) else {
                self.init(nil, .nothingNew)
                return
            }
            self.init(.delivery(ack.report(on: channel, at: told)), .delivery, isOwn: ack.id.fromMe)
        case "session.status":
            let report = WAHASessionReport(envelope.payload, told: told)
            self.init(report.map { .session($0) }, report == nil ? .unreadable : .session)
        case "state.change":
            self.init(.stateChanged, .hint)
        case "presence.update":
            let presence = WAHAPresence(envelope.payload)
            self.init(presence.map { .presence($0, at: told) }, presence == nil ? .unreadable : .presence)
        default:
            self.init(rare: envelope, channel: channel, told: told)
        }
    }

    /// What changes another message, and what becomes one although it is none.
    private init(rare envelope: WAHAEnvelope, channel: ChannelID, told: Timestamp) {
        let payload = envelope.payload
        let alteration: WAHAAlteration?
        switch envelope.event {
        case "message.reaction": alteration = .reaction(payload)
        case "message.edited": alteration = .edit(payload)
        case "message.revoked": alteration = .revocation(payload)
        case "poll.vote": alteration = .vote(payload)
        case "call.accepted": alteration = .call(payload, .accepted)
        case "call.rejected": alteration = .call(payload, .missed)
        case "call.received":
            self.init(WAHAIncomingCall.read(payload), channel: channel, told: told)
            return
        case let event where event.hasPrefix("group.v2."):
            self.init(WAHAGroupNotice.read(envelope), channel: channel, told: told)
            return
        default:
            self.init(nil, .unknownEvent)
            return
        }
        self.init(
            alteration.map { .altered($0.event(on: channel, told: told)) },
            alteration == nil ? .unreadable : .alteration
        )
    }

    private init(_ reading: WAHAMessageReading, channel: ChannelID, told: Timestamp) {
        switch reading {
        case .message(let message):
            let fact = Fact.message(message.received(on: channel, told: told))
            self.init(fact, .message, isOwn: message.id.fromMe)
        case .dropped(let why): self.init(nil, .dropped(why))
        case .unreadable: self.init(nil, .unreadable)
        }
    }

    static let unknownSession = WebhookReading(nil, .unknownSession)
    static let unknownEvent = WebhookReading(nil, .unknownEvent)
}

extension WAHAMessage {
    /// The message as our other services hear of it.
    /// - Parameter told: when WAHA told it; orders messages of one second, and is taken for those without a time.
    func received(on channel: ChannelID, told: Timestamp) -> MessageReceived {
        MessageReceived(
            channel: channel,
            chat: chat,
            chatPhone: chatPhone,
            providerId: id,
            type: kind,
            body: body,
            timestamp: WAHATime.moment(of: timestamp, told: told),
            sender: sender,
            media: media.map { media in
                IncomingMedia(
                    id: Self.mediaID(channel, id),
                    url: media.url,
                    mimetype: media.mimetype,
                    filename: media.filename
                )
            },
            quotedId: quotedId,
            source: source,
            content: content
        )
    }

    /// One message has one file, however often and under whatever chat it is told.
    private static func mediaID(_ channel: ChannelID, _ id: ProviderMessageID) -> MediaID {
        MediaID(trusted: String(SHA256.hex(of: "\(channel)|\(id.fromMe)|\(id.bare)").prefix(32)))
    }
}

extension WAHAAck {
    func report(on channel: ChannelID, at moment: Timestamp) -> DeliveryReported {
        DeliveryReported(
            channel: channel,
            providerId: id.text,
            bareId: id.bare,
            fromMe: id.fromMe,
            status: status,
            error: status == .failed
                ? DeliveryError(code: "provider_error", message: "WhatsApp could not deliver the message.") : nil,
            at: moment
        )
    }
}
