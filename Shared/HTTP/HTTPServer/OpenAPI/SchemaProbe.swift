/// Answers a type that decodes itself with made-up values, and notes what it asked for.
struct SchemaProbe: Probe {
    enum Place {
        case whole
        case member(String)
        case element
    }

    let reflector: SchemaReflector
    let shape: SchemaShape
    let place: Place
    let path: [any CodingKey]
    /// What a lone string is.
    let sample: String

    var isNil: Bool {
        if case .member(let name) = place { shape.mayMiss(name) }
        return false
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard let value = try decodeIfPossible(type) else { throw SchemaReflector.Unknown() }
        return value
    }

    func decodeIfPossible<Value: Decodable>(_ type: Value.Type) throws -> Value? {
        let (schema, value) = reflector.reflect(type)
        note(schema)
        if case .whole = place, let sample = sample as? Value { return sample }
        return value
    }

    private func note(_ schema: JSONNode) {
        switch place {
        case .whole: shape.single = schema
        case .member(let name): shape.add(name, schema)
        case .element: shape.element = schema
        }
    }

    func enterObject() throws {
        guard case .whole = place else { throw SchemaReflector.Unknown() }
        shape.enterObject()
    }

    var keys: [String] { [] }

    func has(_ key: any CodingKey) -> Bool {
        shape.mayMiss(key.stringValue)
        return true
    }

    func member(_ key: any CodingKey) -> any Probe { at(.member(key.stringValue), key) }

    func enterList() throws {
        guard case .whole = place else { throw SchemaReflector.Unknown() }
    }

    var count: Int { 1 }

    func element(_ index: Int) -> any Probe { at(.element, ListIndex(index)) }

    private func at(_ place: Place, _ key: any CodingKey) -> SchemaProbe {
        SchemaProbe(reflector: reflector, shape: shape, place: place, path: path + [key], sample: sample)
    }
}
