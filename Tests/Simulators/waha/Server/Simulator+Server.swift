/// The server itself: health, version, status.
extension Simulator {
    func ping(_ exchange: Exchange) async throws -> Answer { .json(["message": "pong"]) }

    func health(_ exchange: Exchange) async throws -> Answer {
        .json(["status": "ok", "info": ["mediaFiles.space": ["status": "up"]], "error": [:], "details": [:]])
    }

    func version(_ exchange: Exchange) async throws -> Answer { .json(Release.body(options.engine)) }

    func serverStatus(_ exchange: Exchange) async throws -> Answer {
        let uptime = Moment.now.milliseconds - started.milliseconds
        return .json([
            "startTimestamp": .integer(started.milliseconds), "uptime": .integer(uptime),
            "worker": ["id": "waha-simulator"],
        ])
    }

    func environment(_ exchange: Exchange) async throws -> Answer {
        .json(["WHATSAPP_DEFAULT_ENGINE": .text(options.engine.rawValue), "WAHA_WORKER_ID": "waha-simulator"])
    }
}
