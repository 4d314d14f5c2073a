import Contracts

/// How a message stands and what can be done about it, from all that is known.
struct MessageVerdict: Sendable {
    let message: Message
    /// Nil for what is not ours, and for what left long ago.
    let send: SendWay?
    /// The session of its channel, in WAHA's words.
    let session: String?
    let now: Timestamp

    var state: String {
        if message.type == .revoked { return "revoked" }
        if message.uncertain == true { return "uncertain" }
        switch message.status {
        case .pending: return send?.state == .sending || send?.state == .checking ? "sending" : "waiting"
        default: return message.status.rawValue
        }
    }

    /// One or two sentences; nil when there is nothing to do.
    var remedy: String? {
        if message.media?.state == .failed {
            return "The file could not be fetched. Fetch it again, or ask for it to be sent once more."
        }
        switch state {
        case "waiting": return waiting
        case "uncertain":
            return
                "Nobody can say whether WhatsApp has it: it is looked up, and never sent again by itself. Look at the"
                + " phone, and send it again only if it is not there."
        case "failed": return failed
        case "sent" where now - message.timestamp > .seconds(600):
            return "WhatsApp has it. The other phone is off or offline, or the number is blocked there."
        default: return nil
        }
    }

    private var waiting: String {
        if let session, session != Channel.working {
            return "The WhatsApp session is \(session): start it, or scan its code. It leaves by itself then."
        }
        guard let send else { return "The send queue has not taken it yet. It leaves by itself." }
        guard send.dueAt > now, let reason = send.reason else {
            return "It waits for its turn: messages leave one after the other in a chat, at the number's pace."
        }
        return "It did not arrive at the last try (\(reason)) and is tried again at \(send.dueAt.text)."
    }

    private var failed: String {
        switch message.error?.code {
        case "number_not_on_whatsapp":
            "This number is not on WhatsApp. Check it, or reach the person in another way."
        case "opted_out": "This person wants no more messages. Only they can change that."
        case "media_missing": "The file is no longer there. Attach it again."
        case "media_refused": "The file is too large for WhatsApp. Send a smaller one."
        case "account_restricted": "WhatsApp lets this number start no new chats for now. Wait until they write."
        case "unsupported": "The session's engine cannot send this kind. Send it as text or as a file."
        case "channel_removed": "The number it was to be sent from was removed. Send it from another one."
        case "session_not_working", "provider_unreachable", "throttled":
            "WhatsApp could not be reached for an hour. See to the session, then send it again."
        default: "\(message.error?.message ?? "WhatsApp did not take it.") Send it again if it is still wanted."
        }
    }
}
