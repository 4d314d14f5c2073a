/// A result that says more than its content: a status, headers. Other results are 200 and JSON.
package protocol RouteResult: Codable, Sendable {
    static var status: Int { get }
    /// What the body is made of; nil when there is none.
    static var content: (any (Codable & Sendable).Type)? { get }
    var headers: [(name: String, value: String)] { get }
}

/// 204.
package struct NoContent: RouteResult {
    package static var status: Int { 204 }
    package static var content: (any (Codable & Sendable).Type)? { nil }
    package let headers: [(name: String, value: String)]

    package init(headers: [(name: String, value: String)] = []) {
        self.headers = headers
    }

    package init(from decoder: any Decoder) throws { self.init() }

    package func encode(to encoder: any Encoder) throws {}
}

/// 201 and what was made.
package struct Created<Content: Codable & Sendable>: RouteResult {
    package static var status: Int { 201 }
    package static var content: (any (Codable & Sendable).Type)? { Content.self }
    package let content: Content
    package let headers: [(name: String, value: String)]

    /// - Parameter location: the path of what was made.
    package init(_ content: Content, location: String? = nil) {
        self.content = content
        headers = location.map { [("Location", $0)] } ?? []
    }

    package init(from decoder: any Decoder) throws { self.init(try Content(from: decoder)) }

    package func encode(to encoder: any Encoder) throws { try content.encode(to: encoder) }
}

/// 202 and what is known so far.
package struct Accepted<Content: Codable & Sendable>: RouteResult {
    package static var status: Int { 202 }
    package static var content: (any (Codable & Sendable).Type)? { Content.self }
    package let content: Content
    package let headers: [(name: String, value: String)]

    package init(_ content: Content, headers: [(name: String, value: String)] = []) {
        self.content = content
        self.headers = headers
    }

    package init(from decoder: any Decoder) throws { self.init(try Content(from: decoder)) }

    package func encode(to encoder: any Encoder) throws { try content.encode(to: encoder) }
}

/// 200 with headers: a cookie that is set.
package struct Reply<Content: Codable & Sendable>: RouteResult {
    package static var status: Int { 200 }
    package static var content: (any (Codable & Sendable).Type)? { Content.self }
    package let content: Content
    package let headers: [(name: String, value: String)]

    package init(_ content: Content, headers: [(name: String, value: String)]) {
        self.content = content
        self.headers = headers
    }

    package init(from decoder: any Decoder) throws { self.init(try Content(from: decoder), headers: []) }

    package func encode(to encoder: any Encoder) throws { try content.encode(to: encoder) }
}
