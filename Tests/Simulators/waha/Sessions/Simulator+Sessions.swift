/// `/api/sessions`.
extension Simulator {
    func listSessions(_ exchange: Exchange) async throws -> Answer {
        let all = exchange.query("all") == "true"
        let shown = sessions.values.filter { all || $0.status != .stopped }.sorted { $0.name < $1.name }
        return .json(.list(shown.map(\.info)))
    }

    func createSession(_ exchange: Exchange) async throws -> Answer {
        let name = exchange.body["name"].string ?? "session_" + Envelope.ulid(.now, &dice)
        guard Self.isName(name) else {
            throw Refusal.badRequest(["name must match /^[a-zA-Z0-9_-]*$/ regular expression, up to 54 characters"])
        }
        guard sessions[name] == nil else {
            throw Refusal.unprocessable("Session '\(name)' already exists. Use PUT to update it.")
        }
        let config = exchange.body["config"]
        try makeSession(name, config: config.isNothing ? [:] : config)
        if exchange.body["start"].flag == true { start(name) }
        return .created(try known(name).brief)
    }

    private static func isName(_ name: String) -> Bool {
        let characters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
        return (1...54).contains(name.count) && name.allSatisfy(characters.contains)
    }

    func showSession(_ exchange: Exchange) async throws -> Answer {
        .json(try known(exchange.session).details)
    }

    /// Replaces the whole settings; a running session starts again.
    func updateSession(_ exchange: Exchange) async throws -> Answer {
        let name = exchange.session
        let wasRunning = try known(name).status != .stopped
        let config = exchange.body["config"].isNothing ? [:] : exchange.body["config"]
        let targets = try WebhookTarget.all(in: config)
        sessions[name]?.config = config
        sessions[name]?.targets = targets
        if wasRunning { restart(name) }
        return .json(try known(name).brief)
    }

    func deleteSession(_ exchange: Exchange) async throws -> Answer {
        stop(exchange.session)
        sessions[exchange.session] = nil
        books[exchange.session] = nil
        return .empty()
    }

    func showMe(_ exchange: Exchange) async throws -> Answer {
        .json(try known(exchange.session).me)
    }

    func startSession(_ exchange: Exchange) async throws -> Answer {
        _ = try known(exchange.session)
        start(exchange.session)
        return .created(try known(exchange.session).brief)
    }

    func stopSession(_ exchange: Exchange) async throws -> Answer {
        _ = try known(exchange.session)
        stop(exchange.session)
        return .created(try known(exchange.session).brief)
    }

    func restartSession(_ exchange: Exchange) async throws -> Answer {
        _ = try known(exchange.session)
        restart(exchange.session)
        return .created(try known(exchange.session).brief)
    }

    func logoutSession(_ exchange: Exchange) async throws -> Answer {
        _ = try known(exchange.session)
        signOut(exchange.session)
        return .created(try known(exchange.session).brief)
    }
}

/// The deprecated forms, with the name in the body.
extension Simulator {
    func startByName(_ exchange: Exchange) async throws -> Answer {
        let name = exchange.body["name"].string ?? "default"
        if let session = sessions[name], session.status != .stopped {
            throw Refusal.unprocessable("Session '\(name)' is already started.")
        }
        if sessions[name] == nil { try makeSession(name, config: exchange.body["config"]) }
        start(name)
        return .created(try known(name).brief)
    }

    func stopByName(_ exchange: Exchange) async throws -> Answer {
        let name = exchange.body["name"].string ?? "default"
        if exchange.body["logout"].flag == true { sessions[name]?.signOut() }
        stop(name)
        return .empty(201)
    }

    func logoutByName(_ exchange: Exchange) async throws -> Answer {
        signOut(exchange.body["name"].string ?? "default")
        return .empty(201)
    }
}
