/// What a request needs of a session before it is served.
extension Simulator {
    /// A session that works; others are waited for as long as `statusWaitMs` says.
    /// - Throws: ``Refusal`` with 422.
    func working(_ name: String) async throws -> Session {
        try await session(name, in: [.working])
    }

    /// A session in one of some statuses.
    /// - Throws: ``Refusal`` with 422 in WAHA's two forms.
    func session(_ name: String, in expected: [SessionStatus]) async throws -> Session {
        let deadline = Moment.now.milliseconds + Int64(faults.statusWaitMs)
        while true {
            if let session = sessions[name], isReady(session, expected) { return session }
            guard Moment.now.milliseconds < deadline else { break }
            try await Task.sleep(for: .milliseconds(20))
        }
        guard let session = sessions[name] else { throw Refusal.unknownSession(name) }
        let status = session.status == .working ? SessionStatus.starting : session.status
        throw Refusal.unexpectedStatus(name, status, expected: expected)
    }

    private func isReady(_ session: Session, _ expected: [SessionStatus]) -> Bool {
        guard expected.contains(session.status) else { return false }
        guard session.status == .working, let until = session.hardOfHearingUntil else { return true }
        return until < .now
    }

    /// - Throws: ``Refusal`` with 404, as the session endpoints do.
    func known(_ name: String) throws -> Session {
        guard let session = sessions[name] else { throw Refusal.notFound("Session") }
        return session
    }

    /// A session that works and whose engine can do something.
    /// - Throws: ``Refusal`` with 422 or 501.
    func working(_ name: String, can feature: Engine.Feature) async throws -> Session {
        let session = try await working(name)
        guard session.engine.can(feature) else { throw Refusal.notImplemented(session.engine) }
        return session
    }
}
