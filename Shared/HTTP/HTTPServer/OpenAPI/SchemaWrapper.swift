/// A type that holds others and has no name of its own.
protocol SchemaWrapper {
    static func schema(_ reflector: SchemaReflector) -> JSONNode
    static var empty: Any { get }
}

extension Optional: SchemaWrapper where Wrapped: Decodable {
    static func schema(_ reflector: SchemaReflector) -> JSONNode { reflector.reflect(Wrapped.self).schema }
    static var empty: Any { Wrapped?.none as Any }
}

extension Array: SchemaWrapper where Element: Decodable {
    static func schema(_ reflector: SchemaReflector) -> JSONNode {
        ["type": "array", "items": reflector.reflect(Element.self).schema]
    }
    static var empty: Any { [Element]() }
}

extension Set: SchemaWrapper where Element: Decodable {
    static func schema(_ reflector: SchemaReflector) -> JSONNode {
        ["type": "array", "uniqueItems": true, "items": reflector.reflect(Element.self).schema]
    }
    static var empty: Any { Set<Element>() }
}

extension Dictionary: SchemaWrapper where Key: Decodable, Value: Decodable {
    static func schema(_ reflector: SchemaReflector) -> JSONNode {
        ["type": "object", "additionalProperties": reflector.reflect(Value.self).schema]
    }
    static var empty: Any { [Key: Value]() }
}
