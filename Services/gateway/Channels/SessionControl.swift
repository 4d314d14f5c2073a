import Contracts
import Runtime
import Store

/// What staff do with a channel's session: look at it, start, stop, log out, scan.
struct SessionControl: Sendable {
    /// What must be typed to log a session out (ruling 12).
    static let acknowledgement = "I acknowledged"

    let directory: ChannelDirectory
    let watch: SessionWatch
    let webhook: WebhookRegistration
    let health: HealthBook
    /// Shows codes to others who may link phones.
    let codes: LinkCodeRelay
    let logger: Logger

    /// The session as WAHA tells it now; when WAHA does not answer, as it was last known, marked as such.
    func info(_ id: ChannelID) async throws -> SessionDescription {
        let channel = try directory.entry(id).channel
        do {
            let session = try await watch.look(at: channel)
            return try await describe(id, session)
        } catch let error as WAHAError {
            if case .unauthorized = error { throw error.problem }
            return try await describe(id, nil, isDegraded: true)
        }
    }

    private func describe(
        _ id: ChannelID,
        _ session: WAHASession?,
        isDegraded: Bool = false
    ) async throws -> SessionDescription {
        let health = try await health.health(of: id)
        return try SessionDescription(directory.entry(id).channel, session, health, isDegraded: isDegraded)
    }

    /// Starts the session, makes it when WAHA does not have it, restarts it when it failed.
    func start(_ id: ChannelID) async throws -> SessionDescription {
        try await act(on: id, "session started", begin)
    }

    private func begin(_ channel: Channel, _ client: WAHAClient) async throws {
        guard let session = try await client.findSession(channel.session) else {
            _ = try await client.createSession(channel.session, config: webhook.newConfig(of: channel))
            return try await webhook.entered(channel)
        }
        if session.status == "FAILED" {
            try await client.restartSession(channel.session)
        } else {
            try await client.startSession(channel.session)
        }
    }

    func stop(_ id: ChannelID) async throws -> SessionDescription {
        try await act(on: id, "session stopped") { channel, client in
            try await client.stopSession(channel.session)
        }
    }

    func restart(_ id: ChannelID) async throws -> SessionDescription {
        try await act(on: id, "session restarted") { channel, client in
            try await client.restartSession(channel.session)
        }
    }

    /// Unlinks the phone; a new QR code has to be scanned.
    /// - Parameter confirmation: what the person typed.
    /// - Throws: 428 `confirmation_required` when it is not ``acknowledgement``.
    func logout(_ id: ChannelID, confirmation: String?, by staff: StaffID?) async throws -> SessionDescription {
        guard confirmation == Self.acknowledgement else {
            logger.warning("logout refused: not confirmed", ["channel": id, "staff": staff])
            throw Problem(
                428,
                "confirmation_required",
                "Logging out disconnects WhatsApp until a new QR code is scanned. "
                    + "To go on, send \"confirmation\": \"\(Self.acknowledgement)\"."
            )
        }
        logger.warning("logging out", ["channel": id, "staff": staff])
        return try await act(on: id, "session logged out") { channel, client in
            try await client.logoutSession(channel.session)
        }
    }

    /// The QR code as PNG.
    /// - Throws: 409 `qr_not_available` while the session does not wait for a scan.
    func qrImage(_ id: ChannelID) async throws -> [UInt8] {
        let entry = try directory.entry(id)
        return try await qr { () throws(WAHAError) in try await entry.client.qrImage(entry.channel.session) }
    }

    /// What the QR code says.
    /// - Throws: 409 `qr_not_available` while the session does not wait for a scan.
    func qrValue(_ id: ChannelID) async throws -> String {
        let entry = try directory.entry(id)
        return try await qr { () throws(WAHAError) in try await entry.client.qrValue(entry.channel.session) }
    }

    /// A code to type on the phone instead of scanning.
    /// - Parameter phone: digits of an international number.
    /// - Throws: 409 `qr_not_available` while the session does not wait for a scan.
    func pairingCode(_ id: ChannelID, phone: String) async throws -> String {
        let entry = try directory.entry(id)
        let code = try await qr { () throws(WAHAError) in
            try await entry.client.pairingCode(entry.channel.session, phone: phone)
        }
        codes.tell(.pairing(code, id))
        return code
    }

    private func qr<Code>(_ fetch: () async throws(WAHAError) -> Code) async throws(Problem) -> Code {
        do {
            return try await fetch()
        } catch .sessionNotUsable(let status) {
            var problem = Problem(
                409,
                "qr_not_available",
                "There is a QR code only while the session waits for a scan: it is \(status ?? "not there")."
            )
            problem.sessionStatus = status
            throw problem
        } catch {
            throw error.problem
        }
    }

    private func act(
        on id: ChannelID,
        _ done: StaticString,
        _ action: (Channel, WAHAClient) async throws -> Void
    ) async throws -> SessionDescription {
        let entry = try directory.entry(id)
        do {
            try await action(entry.channel, entry.client)
        } catch let error as WAHAError {
            throw error.problem
        }
        logger.info(done, ["channel": id])
        return try await info(id)
    }
}
