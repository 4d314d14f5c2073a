import Contracts
import HTTPServer
import Phone

/// The session of a channel: looked at, started, stopped, logged out, scanned.
struct SessionHandlers: Sendable {
    let channels: ChannelDirectory
    let control: SessionControl
    /// Of workspaces that name none, ISO 3166.
    let country: String

    func info(_ call: Call<Caller, SessionQuery, NoBody>) async throws -> SessionDescription {
        try await control.info(channel(call))
    }

    func start(_ call: Call<Caller, SessionQuery, NoBody>) async throws -> SessionDescription {
        try await control.start(channel(call))
    }

    func stop(_ call: Call<Caller, SessionQuery, NoBody>) async throws -> SessionDescription {
        try await control.stop(channel(call))
    }

    func restart(_ call: Call<Caller, SessionQuery, NoBody>) async throws -> SessionDescription {
        try await control.restart(channel(call))
    }

    /// A code to type on the phone that is to be linked.
    func pairingCode(_ call: Call<Caller, SessionQuery, PairingBody>) async throws -> PairingCode {
        let country = call.identity.country ?? country
        guard let phone = try? PhoneNumber(parsing: call.body.phoneNumber, country: country) else {
            throw Problem.invalid([FieldProblem("phoneNumber", "is not a phone number")])
        }
        return try await PairingCode(code: control.pairingCode(channel(call), phone: phone.digits))
    }

    func logout(_ call: Call<Caller, SessionQuery, LogoutBody>) async throws -> SessionDescription {
        let staff = call.identity.staff?.id
        return try await control.logout(channel(call), confirmation: call.body.confirmation, by: staff)
    }

    /// A PNG, or with `?format=raw` what it says, to be drawn by the client.
    func qr(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        let query = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
        let id = query["channelId"].map { ChannelID(trusted: $0) }
        let channel = try channels.channel(id, of: caller.workspace).id
        let fresh = [(name: "Cache-Control", value: "no-store")]
        if query["format"] == "raw" {
            var response = try await HTTPResponse.json(200, QRValue(value: control.qrValue(channel)))
            response.headers += fresh
            return response
        }
        return HTTPResponse(200, type: "image/png", bytes: try await control.qrImage(channel), headers: fresh)
    }

    private func channel<Body>(_ call: Call<Caller, SessionQuery, Body>) throws -> ChannelID {
        try channels.channel(call.query.channelId, of: call.identity.workspace).id
    }
}

struct SessionQuery: Codable, Sendable {
    /// The workspace's first channel when absent.
    var channelId: ChannelID?
}

/// What ``SessionHandlers/qr(_:_:_:)`` reads.
struct QRQuery: Codable, Sendable {
    /// The workspace's first channel when absent.
    var channelId: ChannelID?
    /// `image` when absent; `raw` answers JSON.
    var format: String?
}

struct LogoutBody: Codable, Sendable {
    /// Must be `I acknowledged`.
    var confirmation: String?
}

struct PairingBody: Codable, Sendable {
    /// The number of the phone that is to be linked, with its country code or as it is dialled at home.
    var phoneNumber: String
}

struct PairingCode: Codable, Sendable {
    /// To be typed under Linked devices, Link with phone number: `ABCD-EFGH`.
    var code: String
}

struct QRValue: Codable, Sendable {
    /// What the QR code says: `2@…`.
    var value: String
}
