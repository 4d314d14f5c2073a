/// A route as the API's description tells it.
struct RouteDescription: Sendable {
    enum Content: Sendable {
        case json(any (Decodable & Sendable).Type)
        /// - Parameter type: the media type.
        case bytes(type: String)
        /// A form with one file.
        case form
    }

    let method: HTTPMethod
    let path: String
    let summary: String
    /// What a caller must have; nil when anybody may call.
    let requirement: String?
    var query: (any (Decodable & Sendable).Type)?
    /// What the body may be; none when there is none.
    var body: [Content] = []
    /// Of the body, in bytes.
    var limit = 0
    var status = 200
    /// Further ones that are no problem: 206, 304.
    var furtherStatuses: [Int] = []
    /// What the answer may be; none when there is none.
    var result: [Content] = []

    var parameters: [String] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }

    /// `getConversationsByIdMessages`.
    var operation: String {
        let words = path.split(separator: "/").filter { $0 != "api" }.map { segment in
            let isParameter = segment.hasPrefix("{")
            let name = segment.filter { $0.isLetter || $0.isNumber }
            return (isParameter ? "By" : "") + name.prefix(1).uppercased() + name.dropFirst()
        }
        return method.rawValue.lowercased() + words.joined()
    }

    /// The first word of the path after `api`.
    var group: String { path.split(separator: "/").first { $0 != "api" }.map(String.init) ?? "" }
}
