import HTTPServer

/// The token of a sign-in as a request carries it.
enum SignInToken {
    /// From `Authorization: Bearer …`, else from the session cookie; from `?token=`, too, when a WebSocket or a stream of
    /// events is opened, as browsers cannot set headers there.
    static func read(from request: HTTPRequest) -> String? {
        if let header = request.header("authorization") {
            let parts = header.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
            return String(parts[1])
        }
        if let cookie = request.cookie(SessionCookie.name) { return cookie }
        let isLive = request.header("upgrade") != nil || request.header("accept") == "text/event-stream"
        guard isLive else { return nil }
        return request.query.first { $0.name == "token" }?.value
    }
}

/// The cookie that keeps a browser signed in. Other sites cannot send it, nor scripts read it.
struct SessionCookie: Sendable {
    static let name = "mynah_session"

    /// Whether browsers send it over TLS alone.
    let isSecure: Bool

    /// - Parameter publicAddress: the product as browsers reach it.
    init(publicAddress: String) {
        isSecure = publicAddress.lowercased().hasPrefix("https:")
    }

    func setting(_ token: String) -> (name: String, value: String) {
        header(token, seconds: SignIns.lifetime.components.seconds)
    }

    var clearing: (name: String, value: String) { header("", seconds: 0) }

    private func header(_ token: String, seconds: Int64) -> (name: String, value: String) {
        let secure = isSecure ? "; Secure" : ""
        return ("Set-Cookie", "\(Self.name)=\(token); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict\(secure)")
    }
}
