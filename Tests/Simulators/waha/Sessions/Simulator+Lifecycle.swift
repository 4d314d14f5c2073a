/// The life of a session: what it enters, and when it goes on by itself.
extension Simulator {
    /// Milliseconds, scaled: until a started session knows whether it is signed in.
    private static let startTime = 300.0

    @discardableResult
    func makeSession(_ name: String, engine: Engine? = nil, config: Body = [:]) throws -> Session {
        var session = Session(
            name: name,
            engine: engine ?? options.engine,
            config: config,
            account: options.account(sessions.count),
            isSignedIn: options.isSignedIn
        )
        session.targets = try WebhookTarget.all(in: config)
        sessions[name] = session
        books[name] = books[name] ?? ChatBook()
        return session
    }

    /// Starts a session that does not run; does nothing to one that does.
    func start(_ name: String) {
        guard let session = sessions[name], session.status == .stopped || session.status == .failed else { return }
        enter(.starting, name)
        later(name, .milliseconds(Self.startTime)) { await $0.settle(name) }
    }

    /// On from STARTING: to WORKING with sign-in data, else to the first QR code.
    private func settle(_ name: String) {
        guard let session = sessions[name] else { return }
        if session.isSignedIn { enterWorking(name) } else { showCode(name) }
    }

    func enterWorking(_ name: String) {
        if faults.startup422 > 0 {
            sessions[name]?.hardOfHearingUntil = Moment(
                milliseconds: Moment.now.milliseconds + Int64(faults.startup422)
            )
        }
        enter(.working, name)
    }

    private func showCode(_ name: String) {
        guard let lifetime = sessions[name]?.rotateCode(&dice) else { return enter(.failed, name) }
        enter(.scanQRCode, name)
        later(name, lifetime) { await $0.showCode(name) }
    }

    /// Somebody scans the code, or enters the pairing code, on the phone.
    func scan(_ name: String) {
        guard sessions[name]?.status == .scanQRCode else { return }
        enter(.starting, name)
        sessions[name]?.isSignedIn = true
        later(name, .milliseconds(Self.startTime)) { await $0.settle(name) }
    }

    func stop(_ name: String) {
        guard let session = sessions[name], session.status != .stopped else { return }
        enter(.stopped, name)
    }

    func restart(_ name: String) {
        stop(name)
        start(name)
    }

    func signOut(_ name: String) {
        guard let session = sessions[name] else { return }
        let wasRunning = session.status != .stopped
        sessions[name]?.signOut()
        books[name]?.removeAll()
        stop(name)
        if wasRunning { start(name) }
    }

    /// The connection breaks and comes back.
    func flap(_ name: String) {
        enter(.starting, name)
        later(name, .milliseconds(Self.startTime)) { await $0.enterWorking(name) }
    }

    /// Any status at once; timers that were set before do nothing any more.
    func enter(_ status: SessionStatus, _ name: String) {
        guard var session = sessions[name] else { return }
        _ = session.outdateTimers()
        let wasConnected = session.status == .working
        let isNews = session.enter(status, at: .now)
        sessions[name] = session
        if wasConnected != (status == .working) {
            // The engine's own words; nobody may rely on them.
            tell("state.change", ["state": wasConnected ? "DISCONNECTED" : "CONNECTED"], of: name)
        }
        if isNews { tell("session.status", session.statusEvent, of: name) }
    }

    /// WAHA's process restarts: what waits in memory is lost, sessions come up again.
    func restartServer() {
        sender.loseAll()
        shelf.removeAll()
        started = .now
        for (name, session) in sessions where session.status != .stopped {
            sessions[name]?.activity = nil
            enter(.starting, name)
            later(name, .milliseconds(Self.startTime)) { await $0.settle(name) }
        }
    }

    private func later(_ name: String, _ delay: Duration, _ action: @escaping @Sendable (Simulator) async -> Void) {
        guard let generation = sessions[name]?.generation else { return }
        agenda.after(agenda.scaled(delay)) { [weak self] in
            guard let self, await self.isCurrent(name, generation) else { return }
            await action(self)
        }
    }

    private func isCurrent(_ name: String, _ generation: Int) -> Bool {
        sessions[name]?.generation == generation
    }
}
