/// How a handler's result is answered; settled once per route.
struct TypedResponse<Result: Codable & Sendable>: Sendable {
    let status: Int
    /// What the body is made of; nil when there is none.
    let content: (any (Decodable & Sendable).Type)?
    private let isDecorated: Bool

    /// - Parameter status: of a result that is no ``RouteResult``.
    init(status: Int) {
        let decorated = Result.self as? any RouteResult.Type
        self.status = decorated?.status ?? status
        isDecorated = decorated != nil
        content = decorated.map { $0.content } ?? Result.self
    }

    func callAsFunction(_ result: Result) throws -> HTTPResponse {
        let headers = isDecorated ? (result as? any RouteResult)?.headers ?? [] : []
        if content == nil { return HTTPResponse(status, headers: headers) }
        return HTTPResponse(
            status,
            type: "application/json",
            bytes: try JSONCoding.encode(result),
            headers: headers
        )
    }
}
