import Contracts
import FoundationEssentials

/// Decodes a ``Tree`` and, where something is wrong, notes it and goes on with a placeholder: so that a caller hears of
/// all wrong fields at once.
struct TreeProbe: Probe {
    final class Notes {
        var fields: [FieldProblem] = []
    }

    /// Nothing sensible can be made up in place of a wrong value.
    struct Stuck: Error {}

    /// Nil where nothing came.
    let tree: Tree?
    let path: [any CodingKey]
    let notes: Notes

    /// - Throws: ``Problem`` 422 with every wrong field that was met.
    static func decode<Value: Decodable>(_ type: Value.Type, from tree: Tree) throws -> Value {
        let notes = Notes()
        let value = Result { try TreeProbe(tree: tree, path: [], notes: notes).decode(type) }
        guard notes.fields.isEmpty else { throw Problem.invalid(notes.fields) }
        return try value.get()
    }

    /// A query's item without text is as good as none.
    var isNil: Bool {
        switch tree {
        case .null, nil: true
        case .items(let texts): texts.allSatisfy(\.isEmpty)
        default: false
        }
    }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        guard !isNil || type is any ExpressibleByNilLiteral.Type else { return try wrong("is missing") }
        if let primitive = type as? any Primitive.Type {
            if let value = read(primitive) as? Value { return value }
            return try wrong("is not \(primitive.kind)")
        }
        if type == Data.self, let text = tree.flatMap(String.init(_:)) {
            guard let data = Data(base64Encoded: text) as? Value else { return try wrong("is not base64") }
            return data
        }
        do {
            return try Value(from: ProbeDecoder(probe: self))
        } catch is Stuck {
            throw Stuck()
        } catch {
            return try wrong(Self.message(error))
        }
    }

    func decodeIfPossible<Value: Decodable>(_ type: Value.Type) throws -> Value? {
        try decode(type)
    }

    private func read<P: Primitive>(_: P.Type) -> P? {
        switch tree {
        case .items(let texts): texts.last.flatMap { P(query: $0) }
        case let tree?: P(tree)
        case nil: nil
        }
    }

    /// Notes what is wrong and makes something up.
    private func wrong<Value: Decodable>(_ message: String) throws -> Value {
        notes.fields.append(FieldProblem(FieldPath.text(path), message))
        guard let placeholder = SchemaReflector.placeholder(Value.self) else { throw Stuck() }
        return placeholder
    }

    private static func message(_ error: any Error) -> String {
        switch error {
        case DecodingError.dataCorrupted(let context): SchemaReflector.sentence(context)
        case let malformed as Malformed: "is \(malformed)"
        default: "is wrong"
        }
    }
}

extension TreeProbe {
    func enterObject() throws {
        if case .object = tree { return }
        notes.fields.append(FieldProblem(FieldPath.text(path), "is not an object"))
        throw Stuck()
    }

    var keys: [String] {
        if case .object(let members) = tree { Array(members.keys) } else { [] }
    }

    func has(_ key: any CodingKey) -> Bool {
        if case .object(let members) = tree { members[key.stringValue] != nil } else { false }
    }

    func member(_ key: any CodingKey) -> any Probe {
        let child: Tree? = if case .object(let members) = tree { members[key.stringValue] } else { nil }
        return TreeProbe(tree: child, path: path + [key], notes: notes)
    }

    /// In a query a list is `a=1&a=2` or `a=1,2`.
    private var elements: [Tree]? {
        switch tree {
        case .list(let elements): elements
        case .items(let texts) where texts.count == 1:
            texts[0].split(separator: ",").map { .items([String($0)]) }
        case .items(let texts): texts.map { .items([$0]) }
        default: nil
        }
    }

    func enterList() throws {
        if elements != nil { return }
        notes.fields.append(FieldProblem(FieldPath.text(path), "is not a list"))
        throw Stuck()
    }

    var count: Int { elements?.count ?? 0 }

    func element(_ index: Int) -> any Probe {
        let elements = elements ?? []
        let tree = elements.indices.contains(index) ? elements[index] : nil
        return TreeProbe(tree: tree, path: path + [ListIndex(index)], notes: notes)
    }
}
