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
        guard row.content.gesture == nil else { return Preparation() }
        guard row.content.type.isFile else { return try await Preparation(bareId: newID()) }
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
            if let gesture = row.content.gesture {
                try await perform(gesture)
                return .accepted(nil)
            }
            if let file = preparation.file { return try await .accepted(send(file)) }
            return try await .accepted(send(id: preparation.bareId))
        } catch {
            return row.content.gesture.map { outcome(of: $0, after: error) } ?? SendOutcome(error)
        }
    }

    /// What is to be taken back and is not there was taken back before.
    private func outcome(of gesture: Gesture, after error: WAHAError) -> SendOutcome {
        guard case .notFound = error else { return SendOutcome(error) }
        if gesture.kind == .revocation, row.attempts > 0 { return .accepted(nil) }
        let why = DeliveryError(code: "message_not_found", message: "WhatsApp does not have this message any more.")
        return .rejected(why)
    }

    private func perform(_ gesture: Gesture) async throws(WAHAError) {
        let (session, text) = (channel.session, row.content.text ?? "")
        // The message may have another address of the person than the one that it waits its turn at.
        let chat = (try? ProviderMessageID(gesture.target))?.chat ?? row.chat
        switch gesture.kind {
        case .edit: try await client.edit(session, gesture.target, in: chat, to: text)
        case .revocation: try await client.revoke(session, gesture.target, in: chat)
        case .vote: try await client.vote(session, in: chat, gesture.target, for: gesture.options ?? [])
        case .reaction, .call: try await client.react(session, to: gesture.target, with: text)
        }
    }

    private func send(id: String?) async throws(WAHAError) -> ProviderMessageID? {
        let (session, chat, held) = (channel.session, row.chat, row.content.content)
        if row.content.type == .location, let location = held?.location {
            return try await client.sendLocation(session, to: chat, location, id: id, quoted: quoted)
        }
        if row.content.type == .contact, let contacts = held?.contacts {
            return try await client.sendContacts(session, to: chat, contacts, id: id, quoted: quoted)
        }
        if row.content.type == .poll, let poll = held?.poll {
            return try await client.sendPoll(session, to: chat, poll, id: id, quoted: quoted)
        }
        return try await client.sendText(
            session,
            to: chat,
            row.content.text ?? "",
            id: id,
            quoted: quoted,
            mentions: held?.mentions,
            linkPreview: row.content.linkPreview
        )
    }

    private func send(_ file: WAHAFile) async throws(WAHAError) -> ProviderMessageID? {
        let (session, chat, text) = (channel.session, row.chat, row.content.text)
        let mentions = row.content.content?.mentions
        switch row.content.type {
        case .image:
            return try await client.sendImage(
                session,
                to: chat,
                file,
                caption: text,
                quoted: quoted,
                mentions: mentions
            )
        case .voice:
            let isNote = file.mimetype == ConvertVoice.mimetype
            return try await client.sendVoice(session, to: chat, file, convert: !isNote, quoted: quoted)
        case .video:
            return try await client.sendVideo(
                session,
                to: chat,
                file,
                caption: text,
                quoted: quoted,
                mentions: mentions
            )
        case .sticker: return try await client.sendSticker(session, to: chat, file, quoted: quoted)
        default:
            return try await client.sendFile(
                session,
                to: chat,
                file,
                caption: text,
                quoted: quoted,
                mentions: mentions
            )
        }
    }

    /// WEBJS wants the whole id; where it is not known, that of a message of theirs, since those are what people answer.
    private var quoted: String? {
        row.content.quotedId.map { bare in
            channel.engine?.takesMessageIDs == true ? bare : row.content.quotedFullId ?? "false_\(row.chat)_\(bare)"
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
