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
enum SessionCookie {
    static let name = "mynah_session"

    static func setting(_ token: String) -> (name: String, value: String) {
        let age = SignIns.lifetime.components.seconds
        return ("Set-Cookie", "\(name)=\(token); Path=/; Max-Age=\(age); HttpOnly; SameSite=Strict")
    }

    static let clearing = (name: "Set-Cookie", value: "\(name)=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict")
}
