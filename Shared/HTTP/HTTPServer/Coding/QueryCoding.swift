import Contracts

/// A request's query as a value.
enum QueryCoding {
    /// - Throws: ``Problem`` 422 with the items at fault.
    static func decode<Query: Decodable>(_: Query.Type, from request: HTTPRequest) throws -> Query {
        if Query.self == NoQuery.self, let none = NoQuery() as? Query { return none }
        let items = request.query
        let wrong = items.filter { $0.value.contains("\0") }.map { FieldProblem($0.name, NULCharacter.message) }
        guard wrong.isEmpty else { throw Problem.invalid(wrong) }
        return try TreeProbe.decode(Query.self, from: Tree(query: items))
    }
}
