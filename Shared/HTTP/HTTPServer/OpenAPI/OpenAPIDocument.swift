import Contracts

/// The description of an API, made from its routes and the types they take and give.
/// - Source: OpenAPI 3.1.
struct OpenAPIDocument {
    private let reflector = SchemaReflector()
    let root: JSONNode
    /// Types whose schema is not fully known.
    var unknown: [String] { reflector.unknown }

    init(title: String, version: String, routes: [RouteDescription]) {
        let reflector = reflector
        var paths: [(String, [(String, JSONNode)])] = []
        for route in routes {
            let operation = (route.method.rawValue.lowercased(), OpenAPIOperation(route, reflector).node)
            if let index = paths.firstIndex(where: { $0.0 == route.path }) {
                paths[index].1.append(operation)
            } else {
                paths.append((route.path, [operation]))
            }
        }
        let problem = reflector.reflect(Problem.self).schema
        let schemas = reflector.components.sorted { $0.name < $1.name }.map { ($0.name, $0.schema) }
        root = [
            "openapi": "3.1.0",
            "info": ["title": .string(title), "version": .string(version)],
            "paths": .object(paths.map { ($0.0, .object($0.1)) }),
            "components": [
                "schemas": .object(schemas),
                "responses": [
                    "Problem": [
                        "description": "What went wrong and what to do.",
                        "content": ["application/problem+json": ["schema": problem]],
                    ]
                ],
                "securitySchemes": [
                    "bearer": ["type": "http", "scheme": "bearer"],
                    "session": ["type": "apiKey", "in": "cookie", "name": "session"],
                ],
            ],
        ]
    }
}

/// One route of the description.
struct OpenAPIOperation {
    private static let problem: JSONNode = ["$ref": "#/components/responses/Problem"]
    private let route: RouteDescription
    private let reflector: SchemaReflector

    init(_ route: RouteDescription, _ reflector: SchemaReflector) {
        self.route = route
        self.reflector = reflector
    }

    var node: JSONNode {
        var members: [(String, JSONNode)] = [
            ("operationId", .string(route.operation)), ("summary", .string(route.summary)),
            ("tags", [.string(route.group)]),
        ]
        if let requirement = route.requirement {
            members.append(("description", .string("Needs: \(requirement).")))
            members.append(("security", [["bearer": []], ["session": []]]))
        }
        let parameters = pathParameters + queryParameters
        if !parameters.isEmpty { members.append(("parameters", .list(parameters))) }
        if let content = content(route.body) {
            let note: JSONNode = .string("At most \(route.limit) bytes.")
            members.append(("requestBody", ["required": true, "description": note, "content": content]))
        }
        members.append(("responses", .object(successes + problems)))
        return .object(members)
    }

    private var pathParameters: [JSONNode] {
        route.parameters.map { name -> JSONNode in
            ["name": .string(name), "in": "path", "required": true, "schema": ["type": "string"]]
        }
    }

    private var queryParameters: [JSONNode] {
        guard let query = route.query else { return [] }
        return reflector.properties(of: query).map { property -> JSONNode in
            var members: [(String, JSONNode)] = [
                ("name", .string(property.name)), ("in", "query"), ("required", .bool(property.isRequired)),
                ("schema", property.schema),
            ]
            // An item without text is as good as none.
            if !property.isRequired { members.append(("allowEmptyValue", true)) }
            return .object(members)
        }
    }

    /// Nil when there is none.
    private func content(_ contents: [RouteDescription.Content]) -> JSONNode? {
        if contents.isEmpty { return nil }
        return .object(
            contents.map { content in
                switch content {
                case .json(let type): ("application/json", ["schema": schema(type)])
                case .bytes(let type): (type, .object([]))
                case .form: ("multipart/form-data", ["schema": Self.form])
                }
            }
        )
    }

    private static let form: JSONNode = [
        "type": "object", "properties": ["file": ["type": "string", "format": "binary"]], "required": ["file"],
    ]

    private func schema(_ type: any (Decodable & Sendable).Type) -> JSONNode {
        reflector.reflect(type).schema
    }

    private var successes: [(String, JSONNode)] {
        ([route.status] + route.furtherStatuses).map { status in
            var members: [(String, JSONNode)] = [("description", .string(route.summary))]
            let hasContent = (200..<300).contains(status) && status != 204
            if hasContent, let content = content(route.result) { members.append(("content", content)) }
            return ("\(status)", .object(members))
        }
    }

    /// Those that are sure to occur, then the rest: any may come with a later version.
    private var problems: [(String, JSONNode)] {
        var statuses: Set = ["4XX", "5XX"]
        if !route.body.isEmpty { statuses.formUnion(["400", "413", "422"]) }
        if route.requirement != nil { statuses.formUnion(["401", "403"]) }
        if !route.parameters.isEmpty { statuses.formUnion(["404", "422"]) }
        if route.query != nil { statuses.insert("422") }
        return statuses.sorted().filter { status in !route.furtherStatuses.contains { "\($0)" == status } }
            .map { ($0, Self.problem) }
    }
}
