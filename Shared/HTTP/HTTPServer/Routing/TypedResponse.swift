/// How a handler's result is answered; settled once per route.
struct TypedResponse<Result: Codable & Sendable>: Sendable {
    private let status: Int
    private let isDecorated: Bool
    private let isEmpty: Bool

    /// - Parameter status: of a result that is no ``RouteResult``.
    init(status: Int) {
        let decorated = Result.self as? any RouteResult.Type
        self.status = decorated?.status ?? status
        isDecorated = decorated != nil
        isEmpty = decorated.map { $0.content == nil } ?? false
    }

    func callAsFunction(_ result: Result) throws -> HTTPResponse {
        let headers = isDecorated ? (result as? any RouteResult)?.headers ?? [] : []
        if isEmpty { return HTTPResponse(status, headers: headers) }
        return HTTPResponse(
            status,
            type: "application/json",
            bytes: try JSONCoding.encode(result),
            headers: headers
        )
    }
}
