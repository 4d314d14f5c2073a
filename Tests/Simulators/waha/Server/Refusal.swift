/// A request refused, with the body WAHA gives for it.
/// - Source: the WAHA fact sheet, 1.4.
struct Refusal: Error {
    var status: Int
    var body: Body

    static func badRequest(_ messages: [String]) -> Refusal {
        Refusal(status: 400, body: ["message": .texts(messages), "error": "Bad Request", "statusCode": 400])
    }

    static let unauthorized = Refusal(status: 401, body: ["message": "Unauthorized", "statusCode": 401])

    static let forbidden = Refusal(status: 403, body: ["message": "Forbidden", "statusCode": 403])

    static func notFound(_ what: String) -> Refusal {
        Refusal(status: 404, body: ["message": .text("\(what) not found"), "error": "Not Found", "statusCode": 404])
    }

    static let fileGone = Refusal(
        status: 404,
        body: [
            "error": [
                "code": 404, "key": "FILE_NOT_FOUND", "message": "File not found",
                "details": "The file may have been deleted after its lifetime",
            ]
        ]
    )

    static func unknownSession(_ name: String) -> Refusal {
        Refusal(status: 422, body: ["error": .text("Session \"\(name)\" does not exist"), "session": .text(name)])
    }

    static func unexpectedStatus(_ session: String, _ status: SessionStatus, expected: [SessionStatus]) -> Refusal {
        Refusal(
            status: 422,
            body: [
                "error": "Session status is not as expected. Try again later or restart the session",
                "session": .text(session),
                "status": .text(status.rawValue),
                "expected": .texts(expected.map(\.rawValue)),
            ]
        )
    }

    static func unprocessable(_ message: String) -> Refusal {
        Refusal(
            status: 422,
            body: ["message": .text(message), "error": "Unprocessable Entity", "statusCode": 422]
        )
    }

    static func notImplemented(_ engine: Engine) -> Refusal {
        Refusal(
            status: 501,
            body: [
                "message": .text("The method is not implemented by the engine \(engine.rawValue)"),
                "error": "Not Implemented",
                "statusCode": 501,
            ]
        )
    }

    /// What any failure inside an engine looks like; the request is echoed.
    static func engine(_ message: String, name: String = "Error", _ exchange: Exchange) -> Refusal {
        let words = exchange.target.split(separator: " ", maxSplits: 1).map(String.init)
        return Refusal(
            status: 500,
            body: [
                "statusCode": 500,
                "timestamp": .text(Moment.now.iso),
                "exception": ["message": .text(message), "name": .text(name), "stack": .text("\(name): \(message)")],
                "request": [
                    "path": .optional(words.last),
                    "method": .optional(words.first),
                    "body": exchange.body.isNothing ? [:] : exchange.body,
                    "query": .object(exchange.query.map { Body.Member(key: $0.name, value: .text($0.value)) }),
                ],
                "version": Release.body(.gows),
            ]
        )
    }
}
