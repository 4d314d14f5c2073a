import HTTPClient
import JSON

extension WAHAError {
    /// What an answer that is no success means.
    /// - Parameter body: as much of it as was read, 64 KiB at most.
    /// - Source: WAHA's error bodies; texts of 500 answers as its engines write them.
    init(_ head: HTTPClientHead, body: [UInt8]) {
        switch head.status {
        case 401, 403: self = .unauthorized(status: head.status)
        case 404: self = .notFound
        case 408, 504: self = .failed(status: head.status, timedOut: true)
        case 413: self = .rejected(.tooLarge)
        case 422: self = Self.unprocessable(body)
        case 429: self = .throttled(retryAfter: head.retryAfter, reason: "429")
        case 501: self = .unsupported
        case 503 where head.retryAfter != nil: self = .throttled(retryAfter: head.retryAfter, reason: "503")
        case 500...: self = Self.exception(head.status, body)
        default: self = .rejected(.invalid)
        }
    }

    /// 422 says that the session is in another state or does not exist; anything else is about the request.
    private static func unprocessable(_ body: [UInt8]) -> WAHAError {
        guard let document = try? JSONDocument(body) else { return .rejected(.invalid) }
        if let status = document.root["status"].string { return .sessionNotUsable(status: status) }
        let text = document.root["error"].string ?? document.root["message"].string ?? ""
        return text.contains("does not exist") ? .sessionNotUsable(status: nil) : .rejected(.invalid)
    }

    /// Reads the exception's text and nothing behind it, where WAHA repeats the request.
    private static func exception(_ status: Int, _ body: [UInt8]) -> WAHAError {
        let whole = String(decoding: body.prefix(16_384), as: UTF8.self)
        let text = (whole.split(separator: "\"request\"", maxSplits: 1).first ?? "").lowercased()
        if text.contains("rate-overlimit") { return .throttled(retryAfter: nil, reason: "rate-overlimit") }
        if unknownNumber.contains(where: text.contains) { return .rejected(.notOnWhatsApp) }
        if restriction.contains(where: text.contains) { return .rejected(.accountRestricted) }
        return .failed(status: status, timedOut: timeouts.contains(where: text.contains))
    }

    private static let unknownNumber = ["no lid found", "no lid for user", "invalid wid"]
    private static let restriction = ["reachouttimelock", "reachout_timelock", "error 463", "status 463", "code 463"]
    private static let timeouts = ["timeout", "timed out", "deadline"]
}

extension HTTPClientHead {
    /// Seconds form alone; 1 second to an hour.
    fileprivate var retryAfter: Duration? {
        header("retry-after").flatMap { Int($0) }.map { .seconds(min(max($0, 1), 3600)) }
    }
}
