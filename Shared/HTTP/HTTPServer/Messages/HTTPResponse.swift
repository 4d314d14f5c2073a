/// What a handler answers.
package struct HTTPResponse: Sendable {
    package enum Body: Sendable {
        case empty
        case bytes([UInt8])
        /// A file, sent by the kernel; ranges, `HEAD` and `If-None-Match` are seen to.
        case file(FileBody)
        /// Bytes as they are made; the writer waits while the receiver lags.
        /// - Parameter length: in bytes, when it is known beforehand; else the body is chunked.
        case stream(length: Int?, @Sendable (ResponseWriter) async throws -> Void)
        /// Bytes without an end, as they are made; the writer is cancelled when the server stops.
        case events(@Sendable (ResponseWriter) async throws -> Void)
        /// The connection becomes a WebSocket; made by ``Router/webSocket(_:_:_:limits:subprotocol:_:)``.
        case webSocket(WebSocketUpgrade)
    }

    /// 100 to 599.
    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: Body

    /// What writes the body while it is sent.
    var write: (@Sendable (ResponseWriter) async throws -> Void)? {
        switch body {
        case .stream(_, let write), .events(let write): write
        case .empty, .bytes, .file, .webSocket: nil
        }
    }

    package init(_ status: Int, headers: [(name: String, value: String)] = [], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    package init(_ status: Int, type: String, bytes: [UInt8], headers: [(name: String, value: String)] = []) {
        self.status = status
        self.headers = [("Content-Type", type)] + headers
        body = .bytes(bytes)
    }

    package init(_ status: Int, text: String) {
        self.init(status, type: "text/plain; charset=utf-8", bytes: Array(text.utf8))
    }

    /// - Throws: `EncodingError`.
    package static func json(_ status: Int = 200, _ value: some Encodable) throws -> HTTPResponse {
        HTTPResponse(status, type: "application/json", bytes: try JSONCoding.encode(value))
    }

    /// Streams a sequence of chunks, each asked for when the receiver has room.
    package static func stream<Chunks: AsyncSequence & Sendable>(
        _ status: Int = 200,
        type: String,
        length: Int? = nil,
        headers: [(name: String, value: String)] = [],
        _ chunks: Chunks
    ) -> HTTPResponse where Chunks.Element == [UInt8] {
        HTTPResponse(
            status,
            headers: [("Content-Type", type)] + headers,
            body: .stream(length: length) { writer in
                for try await chunk in chunks { try await writer.write(chunk) }
            }
        )
    }

    /// The value of the first header of that name, in any case of letters.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.utf8.count == name.utf8.count && $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// A file as the body of a response.
package struct FileBody: Sendable {
    package let path: String
    /// The media type: `image/jpeg`.
    package let type: String
    /// The entity tag without quotes; nil makes one from the file's size and time.
    package let tag: String?

    package init(path: String, type: String, tag: String? = nil) {
        self.path = path
        self.type = type
        self.tag = tag
    }
}
