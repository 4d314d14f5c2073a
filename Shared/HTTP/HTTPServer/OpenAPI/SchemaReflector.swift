import FoundationEssentials

/// Learns the schemas of types by letting them decode themselves.
final class SchemaReflector {
    /// No value of a type could be made.
    struct Unknown: Error {}

    /// Tried in turn where a type wants a certain text.
    private static let samples = [
        "", "sample", "60123456789", "+60123456789", "60123456789@c.us", "true_60123456789@c.us_3EB0",
        "1970-01-01T00:00:00.000Z", "1970-01-01", "00:00", "UTC", "https://localhost/", "1",
        "00000000-0000-0000-0000-000000000000", "sample@localhost.test", "en", "MY", "#000000",
    ]

    /// Named schemas in the order they were met.
    private(set) var components: [(name: String, schema: JSONNode)] = []
    /// Types whose schema is not fully known: they must be ``SchemaDescribed``.
    private(set) var unknown: [String] = []
    private var names: [ObjectIdentifier: String] = [:]
    private var values: [ObjectIdentifier: Any] = [:]
    private var open: Set<ObjectIdentifier> = []

    /// A type's schema, by reference when it has a name, and any value of it.
    func reflect<Value: Decodable>(_ type: Value.Type) -> (schema: JSONNode, value: Value?) {
        if let described = type as? any SchemaDescribed.Type { return (described.schema, described.sample as? Value) }
        if let primitive = type as? any Primitive.Type { return (primitive.schema, primitive.placeholder as? Value) }
        if type == Data.self { return (["type": "string", "contentEncoding": "base64"], Data() as? Value) }
        if let wrapper = type as? any SchemaWrapper.Type { return (wrapper.schema(self), wrapper.empty as? Value) }
        let key = ObjectIdentifier(type)
        if let name = names[key] { return (reference(name), values[key] as? Value) }
        if let listed = type as? any CaseIterable.Type, let found = choices(listed) {
            let schema = named(type, found.schema)
            values[key] = found.value
            return (schema, found.value as? Value)
        }
        return open(type, key)
    }

    private func open<Value: Decodable>(_ type: Value.Type, _ key: ObjectIdentifier) -> (JSONNode, Value?) {
        let name = name(for: type)
        names[key] = name
        let place = components.count
        components.append((name, [:]))
        let (shape, value) = attempt(type)
        values[key] = value
        let schema = shape.schema ?? [:]
        if value == nil { unknown.append(String(reflecting: type)) }
        noteIdle(shape, of: type)
        guard !shape.isObject else {
            components[place].schema = schema
            return (reference(name), value)
        }
        names[key] = nil  // not worth a name
        components.removeAll { $0.name == name }
        return (schema, value)
    }

    /// The members of a type that is not worth a name.
    func properties(of type: any Decodable.Type) -> [SchemaShape.Property] {
        let shape = attempt(type).0
        noteIdle(shape, of: type)
        return shape.properties
    }

    private func noteIdle(_ shape: SchemaShape, of type: any Any.Type) {
        unknown += shape.idleLimits.map { "\(String(reflecting: type)).\($0)" }
    }

    private func attempt<Value: Decodable>(_ type: Value.Type) -> (SchemaShape, Value?) {
        let limits = (type as? any SchemaLimited.Type)?.limits ?? [:]
        var best = SchemaShape(limits: limits)
        for sample in Self.samples {
            let shape = SchemaShape(limits: limits)
            let probe = SchemaProbe(reflector: self, shape: shape, place: .whole, path: [], sample: sample)
            let value = try? Value(from: ProbeDecoder(probe: probe))
            if value != nil { return (shape, value) }
            if best.schema == nil || shape.properties.count > best.properties.count { best = shape }
            if shape.isObject { break }
        }
        return (best, nil)
    }

    private func choices(_ type: any CaseIterable.Type) -> (schema: JSONNode, value: Any)? {
        func list<Listed: CaseIterable>(_: Listed.Type) -> [Any] { Array(Listed.allCases) }
        let cases = list(type)
        let raw = cases.compactMap { ($0 as? any RawRepresentable).map { $0.rawValue as Any } }
        guard let first = cases.first, raw.count == cases.count else { return nil }
        if let texts = raw as? [String] {
            return (["type": "string", "enum": .list(texts.map { .string($0) })], first)
        }
        guard let numbers = raw as? [Int] else { return nil }
        return (["type": "integer", "enum": .list(numbers.map { .integer($0) })], first)
    }

    private func named(_ type: any Any.Type, _ schema: JSONNode) -> JSONNode {
        let name = name(for: type)
        names[ObjectIdentifier(type)] = name
        components.append((name, schema))
        return reference(name)
    }

    private func reference(_ name: String) -> JSONNode { ["$ref": .string("#/components/schemas/\(name)")] }

    /// `MessagePage` for `Page<Message>`; with its outer types when the short name is taken.
    private func name(for type: any Any.Type) -> String {
        let short = SchemaName.short(type)
        let isTaken = components.contains { $0.name == short }
        return isTaken ? SchemaName.long(type) : short
    }
}

extension SchemaReflector {
    /// Any value of a type, nil when none could be made.
    static func placeholder<Value: Decodable>(_ type: Value.Type) -> Value? {
        SchemaReflector().reflect(type).value
    }

    /// What a type's own check said, as the rest of a sentence that begins with the field.
    static func sentence(_ context: DecodingError.Context) -> String {
        let text = context.debugDescription
        return text.hasPrefix("not ") ? "is \(text)" : text
    }
}
