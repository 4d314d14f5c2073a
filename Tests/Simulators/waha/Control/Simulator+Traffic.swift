extension Simulator {
    /// So many webhooks may wait before the traffic waits for them.
    private static let backlog = 2_000

    /// Runs traffic to its end.
    func run(_ traffic: Traffic) async throws {
        self.traffic.runs += 1
        self.traffic.running += 1
        defer { self.traffic.running -= 1 }
        let started = Moment.now
        for turn in 0..<traffic.messages {
            try await pause(before: turn, traffic, since: started)
            push(traffic.incoming(turn, started: started), traffic)
        }
    }

    private func push(_ incoming: Incoming, _ traffic: Traffic) {
        self.traffic.generated += 1
        guard dice.hits(traffic.reorder), let message = receive(incoming, telling: .later) else {
            if let message = receive(incoming) { repeatMaybe(message, traffic) }
            return
        }
        self.traffic.reordered += 1
        agenda.after(.milliseconds(Int64.random(in: 20...500, using: &dice))) { [weak self] in
            await self?.tell(message, of: traffic.session)
        }
        repeatMaybe(message, traffic)
    }

    /// The same message in events of their own, as WhatsApp's reconnects make them.
    private func repeatMaybe(_ message: Message, _ traffic: Traffic) {
        guard dice.hits(traffic.duplicates) else { return }
        self.traffic.duplicated += 1
        agenda.after(.milliseconds(Int64.random(in: 0...1_000, using: &dice))) { [weak self] in
            await self?.tell(message, of: traffic.session)
        }
    }

    private func pause(before turn: Int, _ traffic: Traffic, since started: Moment) async throws {
        if traffic.rate > 0 {
            let due = started.milliseconds + Int64(Double(turn) / traffic.rate * 1_000)
            let early = due - Moment.now.milliseconds
            if early > 1 { try await Task.sleep(for: .milliseconds(early)) }
        } else if turn % 64 == 0 {
            while sender.pending > Self.backlog { try await Task.sleep(for: .milliseconds(2)) }
        }
        if turn % 64 == 0 { await Task.yield() }
        try Task.checkCancellation()
    }
}
