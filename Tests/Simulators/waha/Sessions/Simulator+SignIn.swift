import Crypto

/// `/api/{session}/auth` and the own profile.
extension Simulator {
    func showQR(_ exchange: Exchange) async throws -> Answer {
        let session = try await session(exchange.session, in: [.scanQRCode])
        let code = session.qr ?? ""
        if exchange.query("format") == "raw" { return .json(["value": .text(code)]) }
        let png = QRPicture.png(of: code)
        guard exchange.header("Accept") == "application/json" else { return .file(png, type: "image/png") }
        return .json(["mimetype": "image/png", "data": .text(Base64.encode(png))])
    }

    func requestCode(_ exchange: Exchange) async throws -> Answer {
        let session = try await session(exchange.session, in: [.scanQRCode])
        guard let phone = exchange.body["phoneNumber"].word, case .phone = Address(phone) else {
            throw Refusal.engine("phoneNumber is not a phone number", exchange)
        }
        let letters = dice.base32(8).uppercased()
        let code = letters.prefix(4) + "-" + letters.suffix(4)
        sessions[session.name]?.pairingCode = String(code)
        return .created(["code": .text(String(code))])
    }

    func showPasskeyChallenge(_ exchange: Exchange) async throws -> Answer {
        let session = try await session(exchange.session, in: [.passkeyRequired])
        guard session.engine.can(.passkey) else { throw Refusal.notImplemented(session.engine) }
        return .json([
            "challenge": .text(dice.base32(43)), "timeout": 60_000, "rpId": "web.whatsapp.com",
            "allowCredentials": [], "userVerification": "required", "extensions": [:],
        ])
    }

    func answerPasskey(_ exchange: Exchange) async throws -> Answer {
        let session = try await session(exchange.session, in: [.passkeyRequired])
        enter(.passkeyConfirmationRequired, session.name)
        return .empty(201)
    }

    func showPasskeyCode(_ exchange: Exchange) async throws -> Answer {
        _ = try await session(exchange.session, in: [.passkeyConfirmationRequired])
        return .json(["code": "1234"])
    }

    func confirmPasskey(_ exchange: Exchange) async throws -> Answer {
        let session = try await session(exchange.session, in: [.passkeyConfirmationRequired])
        enterWorking(session.name)
        return .empty(201)
    }

    func screenshot(_ exchange: Exchange) async throws -> Answer {
        let expected: [SessionStatus] = [.scanQRCode, .working]
        let session = try await session(exchange.session, in: expected)
        if session.engine != .webjs, session.status != .scanQRCode {
            throw Refusal.unexpectedStatus(session.name, session.status, expected: [.scanQRCode])
        }
        return .file(Samples.jpeg, type: "image/jpeg")
    }

    func showProfile(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        return .json([
            "id": .text(session.account.address.chatID), "picture": nil, "name": .text(session.account.pushName),
        ])
    }

    func renameProfile(_ exchange: Exchange) async throws -> Answer {
        let session = try await working(exchange.session)
        sessions[session.name]?.account.pushName = exchange.body["name"].string ?? session.account.pushName
        return .json(["success": true])
    }

    /// Status line and picture: taken and not shown anywhere.
    func changeProfile(_ exchange: Exchange) async throws -> Answer {
        _ = try await working(exchange.session)
        return .json(["success": true])
    }
}
