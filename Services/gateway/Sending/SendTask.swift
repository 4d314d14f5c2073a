import Contracts

/// One attempt to send one message: what is made ready, then the call.
struct SendTask: Sendable {
    let row: SendRow
    let channel: Channel
    let client: WAHAClient
    let media: MediaSource

    /// What is needed for the call and can fail without any consequence.
    struct Preparation: Sendable {
        /// The id that the message will have at the provider, where it takes one.
        var bareId: String?
        var file: WAHAFile?
    }

    /// Fetches what the call needs. Nothing of the message has left when it throws.
    func prepare() async throws(SendFault) -> Preparation {
        guard row.content.type != .text else { return try await Preparation(bareId: newID()) }
        guard let file = row.content.media else {
            throw SendFault(.rejected(DeliveryError(code: "media_missing", message: "The message has no file.")))
        }
        do {
            return try await Preparation(file: media.open(file, of: row.workspace))
        } catch .missing {
            throw SendFault(.rejected(DeliveryError(code: "media_missing", message: "The file is no longer there.")))
        } catch {
            throw SendFault(.notSent(reason: "media_unreachable", pauses: false, retryAfter: nil))
        }
    }

    /// Makes the call. From its first byte on the provider may have the message.
    func perform(_ preparation: Preparation) async -> SendOutcome {
        do throws(WAHAError) {
            return try await .accepted(call(preparation))
        } catch {
            return SendOutcome(error)
        }
    }

    private func call(_ preparation: Preparation) async throws(WAHAError) -> ProviderMessageID? {
        let (session, chat, text) = (channel.session, row.chat, row.content.text)
        guard let file = preparation.file else {
            return try await client.sendText(session, to: chat, text ?? "", id: preparation.bareId, quoted: quoted)
        }
        switch row.content.type {
        case .image: return try await client.sendImage(session, to: chat, file, caption: text, quoted: quoted)
        case .voice: return try await client.sendVoice(session, to: chat, file)
        case .video: return try await client.sendVideo(session, to: chat, file, caption: text)
        default: return try await client.sendFile(session, to: chat, file, caption: text, quoted: quoted)
        }
    }

    /// WEBJS wants the whole id; that of a message of theirs, since those are what people answer.
    private var quoted: String? {
        row.content.quotedId.map { bare in
            channel.engine?.takesMessageIDs == true ? bare : "false_\(row.chat)_\(bare)"
        }
    }

    private func newID() async throws(SendFault) -> String? {
        guard channel.engine?.takesMessageIDs != false else { return nil }
        do {
            return try await client.newMessageID(channel.session)
        } catch {
            throw SendFault(SendOutcome(error))
        }
    }
}

/// Why a message could not even be tried.
struct SendFault: Error {
    let outcome: SendOutcome

    /// An unknown outcome of a preparation is none: the message has not left.
    init(_ outcome: SendOutcome) {
        if case .unknown(let reason, _) = outcome {
            self.outcome = .notSent(reason: "provider_unreachable: \(reason)", pauses: false, retryAfter: nil)
        } else {
            self.outcome = outcome
        }
    }
}
