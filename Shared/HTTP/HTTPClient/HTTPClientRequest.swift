/// A request to another server.
package struct HTTPClientRequest: Sendable {
    package var method: String
    /// Absolute, http or https.
    package var url: String
    /// In order; `Content-Length`, `Host` and `Transfer-Encoding` are set by the client.
    package var headers: [(String, String)]
    package var body: HTTPClientBody
    /// The longest the whole exchange may take; for ``HTTPClient/stream(_:)``, until the answer's head is there.
    package var timeout: Duration
    /// The longest a connection may take to stand, TLS included.
    package var connectTimeout: Duration
    /// The longest silence of the peer in the middle of a body; time spent waiting for our own side does not count.
    package var idleTimeout: Duration
    /// The longest body of an answer, in bytes; what is over it is refused while it comes in.
    package var maxResponseBytes: Int

    package init(
        _ method: String = "GET",
        _ url: String,
        headers: [(String, String)] = [],
        body: HTTPClientBody = .none,
        timeout: Duration = .seconds(90),
        connectTimeout: Duration = .seconds(5),
        idleTimeout: Duration = .seconds(30),
        maxResponseBytes: Int = 16 * 1024 * 1024
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
        self.connectTimeout = connectTimeout
        self.idleTimeout = idleTimeout
        self.maxResponseBytes = maxResponseBytes
    }
}

extension HTTPClientRequest {
    /// Whether sending it twice is the same as once. Only then is it tried again on a fresh connection when an idle one
    /// turns out to be dead.
    var isIdempotent: Bool {
        ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"].contains(method)
    }

    func validate() throws(HTTPClientError) {
        guard !method.isEmpty, method.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw .malformedHeader(method)
        }
        for (name, value) in headers {
            let isToken = !name.isEmpty && name.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: ":") }
            guard isToken, value.utf8.allSatisfy({ ($0 >= 32 || $0 == 9) && $0 != 127 }) else {
                throw .malformedHeader(name)
            }
        }
    }
}
