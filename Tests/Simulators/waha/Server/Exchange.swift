/// A request as a handler sees it: parsed, allowed, with the body read.
struct Exchange: Sendable {
    var path: [String: String] = [:]
    var query: [(name: String, value: String)] = []
    var headers: [(name: String, value: String)] = []
    var body: Body = .null
    /// The method and path as they came, for error bodies.
    var target = ""

    func query(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    func queries(_ name: String) -> [String] {
        query.filter { $0.name == name }.map(\.value)
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// A part of the path; empty when the route has none of that name.
    func part(_ name: String) -> String {
        path[name] ?? ""
    }

    var session: String {
        path["session"] ?? body["session"].string ?? query("session") ?? "default"
    }
}

/// What a handler answers.
struct Answer: Sendable {
    var status: Int
    var type: String
    var bytes: [UInt8]

    static func json(_ body: Body, status: Int = 200) -> Answer {
        Answer(status: status, type: "application/json; charset=utf-8", bytes: body.bytes)
    }

    static func created(_ body: Body) -> Answer { json(body, status: 201) }

    static func empty(_ status: Int = 200) -> Answer { Answer(status: status, type: "", bytes: []) }

    static func file(_ bytes: [UInt8], type: String) -> Answer { Answer(status: 200, type: type, bytes: bytes) }
}
