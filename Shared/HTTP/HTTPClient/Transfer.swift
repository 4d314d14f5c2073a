/// One exchange, as the caller and the client's thread share it.
final class Transfer: Sendable {
    /// Unique inside its engine.
    let id: Int
    let request: HTTPClientRequest
    /// Whether the timeout covers the body of the answer, too.
    let isWhole: Bool
    let upload: Upload
    let download: Download

    init(_ request: HTTPClientRequest, isWhole: Bool, engine: Engine) throws(HTTPClientError) {
        let id = engine.nextID()
        self.id = id
        self.request = request
        self.isWhole = isWhole
        upload = try Upload(request.body) { engine.post(.resumeSending(id)) }
        download = Download { engine.post(.resumeReceiving(id)) }
    }
}
