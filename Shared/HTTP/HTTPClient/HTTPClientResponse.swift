/// The head of an answer.
package struct HTTPClientHead: Sendable {
    /// 200 to 599.
    package let status: Int
    /// In the order they came; names in lower case.
    package let headers: [(name: String, value: String)]

    package init(status: Int, headers: [(name: String, value: String)]) {
        self.status = status
        self.headers = headers
    }

    /// The first header of that name, in any case.
    package func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name == name }?.value
    }

    /// The promised length of the body in bytes.
    package var contentLength: Int? {
        header("content-length").flatMap { Int($0) }
    }
}

/// A whole answer.
package struct HTTPClientResponse: Sendable {
    package let head: HTTPClientHead
    package let body: [UInt8]

    package var status: Int { head.status }

    package func header(_ name: String) -> String? { head.header(name) }

    /// The body as text; bytes that are not UTF-8 are replaced.
    package var text: String { String(decoding: body, as: UTF8.self) }
}
