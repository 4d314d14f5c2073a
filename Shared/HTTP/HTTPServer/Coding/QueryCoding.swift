import Contracts

/// A request's query as a value.
enum QueryCoding {
    static func decode<Query: Decodable>(_: Query.Type, from request: HTTPRequest) throws -> Query {
        if Query.self == NoQuery.self, let none = NoQuery() as? Query { return none }
        var object: [String: String] = [:]
        for item in request.query { object[item.name] = item.value }
        return try JSONCoding.decode(Query.self, from: try JSONCoding.encode(object))
    }
}
