/// A request's query as a value.
enum QueryCoding {
    /// - Throws: ``Problem`` 422 with the items at fault.
    static func decode<Query: Decodable>(_: Query.Type, from request: HTTPRequest) throws -> Query {
        if Query.self == NoQuery.self, let none = NoQuery() as? Query { return none }
        return try TreeProbe.decode(Query.self, from: Tree(query: request.query))
    }
}
