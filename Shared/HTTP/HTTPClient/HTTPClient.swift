/// Talks HTTP/1.1 to other servers: libcurl's multi interface on one thread of its own.
///
/// Connections are kept for 4 s and reused. No redirects are followed, no proxies taken from the environment, no cookies
/// kept, no protocols but http and https.
package final class HTTPClient: Sendable {
    private let engine: Engine

    /// - Parameters:
    ///   - connectionsPerHost: 1 to 1000; further requests wait their turn, inside their own timeouts.
    ///   - addresses: which addresses may be connected to, asked after names are resolved.
    package init(connectionsPerHost: Int = 8, addresses: AddressFilter = .any) {
        engine = Engine(connectionsPerHost: connectionsPerHost, addresses: addresses)
    }

    deinit { engine.stop() }

    /// Sends a request and reads the whole answer.
    package func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let stream = try await open(request, isWhole: true)
        var body: [UInt8] = []
        body.reserveCapacity(Swift.min(stream.head.contentLength ?? 0, request.maxResponseBytes))
        var chunks = stream.body.makeAsyncIterator()
        while let chunk = try await chunks.next() {
            if body.isEmpty { body = chunk } else { body += chunk }
        }
        return HTTPClientResponse(head: stream.head, body: body)
    }

    /// Sends a request and returns as soon as the head of the answer is there.
    package func stream(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientStream {
        try await open(request, isWhole: false)
    }

    /// Ends what is still on its way with ``HTTPClientError/cancelled`` and returns when the thread is gone.
    package func shutdown() async {
        await engine.stopped()
    }

    private func open(_ request: HTTPClientRequest, isWhole: Bool) async throws(HTTPClientError) -> HTTPClientStream {
        try request.validate()
        let transfer = try Transfer(request, isWhole: isWhole, engine: engine)
        let engine = engine
        let head = try await withTaskCancellationHandler {
            engine.post(.start(transfer))
            return await transfer.download.head()
        } onCancel: {
            engine.cancel(transfer)
        }.get()
        return HTTPClientStream(head: head, body: HTTPClientChunks(transfer) { engine.cancel(transfer) })
    }
}
