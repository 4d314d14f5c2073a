/// `/simulator`: what tests order and ask. It is no part of WAHA and takes no key.
extension Simulator {
    /// One message, or `times` of them.
    func inject(_ exchange: Exchange) async throws -> Answer {
        let incoming = try Incoming(exchange.body)
        guard sessions[incoming.session] != nil else { throw Refusal.unknownSession(incoming.session) }
        let times = max(1, exchange.body["times"].int ?? 1)
        let telling: Telling = exchange.body["silent"].flag == true ? .never : .now
        let messages = (0..<times).compactMap { _ in receive(incoming, telling: telling) }
        return .created(["ids": .texts(messages.map(\.fullID))])
    }

    /// Starts traffic, and answers when it has all been handed over, or at once with `wait: false`.
    func startTraffic(_ exchange: Exchange) async throws -> Answer {
        let traffic = try Traffic(exchange.body)
        guard sessions[traffic.session] != nil else { throw Refusal.unknownSession(traffic.session) }
        if exchange.body["wait"].flag == true {
            try await run(traffic)
        } else {
            agenda.after(.zero) { [weak self] in try? await self?.run(traffic) }
        }
        return .created(self.traffic.body)
    }

    func showTraffic(_ exchange: Exchange) async throws -> Answer {
        .json(traffic.body.merging(["pendingWebhooks": .integer(Int64(sender.pending))]))
    }

    func changeFaults(_ exchange: Exchange) async throws -> Answer {
        try faults.change(by: exchange.body)
        return .json(faults.body)
    }

    func showFaults(_ exchange: Exchange) async throws -> Answer { .json(faults.body) }

    func clearFaults(_ exchange: Exchange) async throws -> Answer {
        faults = Faults()
        faults.statusWaitMs = options.statusWait
        return .json(faults.body)
    }

    func showSent(_ exchange: Exchange) async throws -> Answer {
        .json(
            ledger.body(
                text: exchange.query("text"),
                chat: exchange.query("chatId"),
                after: Int(exchange.query("after") ?? "") ?? 0,
                limit: Int(exchange.query("limit") ?? "") ?? .max
            )
        )
    }

    func showIncoming(_ exchange: Exchange) async throws -> Answer {
        let after = Int(exchange.query("after") ?? "") ?? 0
        return .json(incoming.body(after: after, limit: Int(exchange.query("limit") ?? "") ?? 10_000))
    }

    func showWebhooks(_ exchange: Exchange) async throws -> Answer {
        .json(sender.counts.body.merging(["sockets": .integer(Int64(sockets.count))]))
    }

    /// Forgets what was counted: sends, messages, webhooks, presence. Chats and sessions stay.
    func resetCounts(_ exchange: Exchange) async throws -> Answer {
        ledger.removeAll()
        incoming.removeAll()
        sender.resetCounts()
        traffic = TrafficProgress()
        foreign = (0, 0)
        shownPresences = []
        return .empty(204)
    }

    func showState(_ exchange: Exchange) async throws -> Answer {
        let sessions = sessions.values.sorted { $0.name < $1.name }.map { session -> Body in
            [
                "name": .text(session.name), "status": .text(session.status.rawValue),
                "engine": .text(session.engine.rawValue),
                "messages": .integer(Int64(books[session.name]?.messageCount ?? 0)),
            ]
        }
        return .json([
            "sessions": .list(sessions), "people": .integer(Int64(people.sortedByPhone.count)),
            "files": .integer(Int64(shelf.count)),
            "foreignMedia": [
                "requests": .integer(Int64(foreign.requests)), "withKey": .integer(Int64(foreign.withKey)),
            ],
        ])
    }
}
