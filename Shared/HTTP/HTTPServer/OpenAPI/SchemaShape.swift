/// What is known so far of how a type decodes itself.
final class SchemaShape {
    struct Property {
        let name: String
        var schema: JSONNode
        var isRequired: Bool
    }

    private(set) var isObject = false
    private(set) var properties: [Property] = []
    /// By the names of the members.
    private let limits: [String: SchemaLimit]
    /// Members that were asked whether they are there.
    private var optional: Set<String> = []
    /// Of a list's elements.
    var element: JSONNode?
    /// Of a value that decodes itself as another.
    var single: JSONNode?

    init(limits: [String: SchemaLimit] = [:]) {
        self.limits = limits
    }

    /// Limits of members that there are not.
    var idleLimits: [String] {
        limits.keys.filter { name in !properties.contains { $0.name == name } }.sorted()
    }

    func enterObject() {
        isObject = true
    }

    func mayMiss(_ name: String) {
        optional.insert(name)
    }

    func add(_ name: String, _ schema: JSONNode) {
        isObject = true
        guard !properties.contains(where: { $0.name == name }) else { return }
        let limited = limits[name].map { schema.adding($0.keywords) } ?? schema
        properties.append(Property(name: name, schema: limited, isRequired: !optional.contains(name)))
    }

    /// Nil when the type asked for nothing.
    var schema: JSONNode? {
        if isObject {
            var members: [(String, JSONNode)] = [("type", "object")]
            let schemas = properties.map { ($0.name, $0.isRequired ? $0.schema : $0.schema.orNull) }
            if !schemas.isEmpty { members.append(("properties", .object(schemas))) }
            let required = properties.filter(\.isRequired).map { JSONNode.string($0.name) }
            if !required.isEmpty { members.append(("required", .list(required))) }
            return .object(members)
        }
        if let element { return ["type": "array", "items": element] }
        return single
    }
}
