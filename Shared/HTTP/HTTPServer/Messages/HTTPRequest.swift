/// A request, from its headers on; a long body comes when it is asked for.
///
/// Headers, query and cookies are looked up in the server's own buffers while the request is open, and are gone once
/// its response has been sent.
package struct HTTPRequest: Sendable {
    package let method: HTTPMethod
    /// As it came: percent-encoded, without the query.
    package let path: String
    private let exchange: Exchange

    init(method: HTTPMethod, path: String, exchange: Exchange) {
        self.method = method
        self.path = path
        self.exchange = exchange
    }

    /// The value of the first header of that name, in any case of letters.
    package func header(_ name: String) -> String? {
        exchange.value(.header, name)
    }

    /// All headers in the order they came.
    package var headers: [(name: String, value: String)] {
        exchange.values(.header)
    }

    package func cookie(_ name: String) -> String? {
        exchange.value(.cookie, name)
    }

    /// The decoded items of the query, in the order they came; an item without `=` has an empty value.
    package var query: [(name: String, value: String)] {
        exchange.values(.query).map { (PercentEncoding.lenient($0.name), PercentEncoding.lenient($0.value)) }
    }

    /// The bytes that follow the headers.
    package var body: RequestBody { RequestBody(exchange: exchange) }

    /// The numeric address of the other end of the connection: `127.0.0.1`, `::1`.
    package var remoteAddress: String { exchange.peer.address }
}
