/// How a session is told.
extension Session {
    /// `me` in events and answers; null before the first sign-in.
    var me: Body {
        guard isKnown else { return nil }
        return [
            "id": .text(account.address.chatID),
            "lid": .text(account.lid + "@lid"),
            "jid": engine == .gows ? .text(account.address.jid(device: account.device)) : .absent,
            "pushName": .text(account.pushName),
        ]
    }

    /// After changes: create, update, start, stop.
    var brief: Body {
        ["name": .text(name), "status": .text(status.rawValue), "config": config]
    }

    /// In lists.
    var info: Body {
        [
            "name": .text(name),
            "status": .text(status.rawValue),
            "config": config,
            "me": me,
            "presence": .optional(presence),
            "timestamps": ["activity": activity.map { .integer($0.milliseconds) } ?? nil],
            "assignedWorker": "waha-simulator",
        ]
    }

    /// Alone, with the state of the engine.
    var details: Body { info.merging(["engine": engineState]) }

    private var engineState: Body {
        guard status != .stopped else { return [:] }
        let isUp = status == .working
        switch engine {
        case .gows:
            return [
                "engine": "GOWS",
                "grpc": ["client": "READY", "stream": "READY"],
                "gows": ["found": true, "connected": .bool(isUp)],
            ]
        case .noweb: return ["engine": "NOWEB"]
        case .webjs:
            return ["engine": "WEBJS", "WWebVersion": "2.3000.1019", "state": isUp ? "CONNECTED" : "OPENING"]
        }
    }

    /// The payload of a `session.status` event.
    var statusEvent: Body {
        [
            "name": .text(name),
            "status": .text(status.rawValue),
            "statuses": .list(statuses.map(\.body)),
            "data": status == .passkeyConfirmationRequired ? ["code": "1234"] : nil,
        ]
    }
}
