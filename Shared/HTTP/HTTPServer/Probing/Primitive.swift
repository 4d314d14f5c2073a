/// A type that is one word of JSON.
protocol Primitive: Decodable {
    /// In a caller's words: `a whole number`.
    static var kind: String { get }
    /// As OpenAPI says it.
    static var schema: JSONNode { get }
    static var placeholder: Self { get }
    /// From JSON's own form; nil when it is none of this type.
    init?(_ tree: Tree)
    /// From the text of a query's item.
    init?(query: String)
}

extension String: Primitive {
    static var kind: String { "a string" }
    static var schema: JSONNode { ["type": "string"] }
    static var placeholder: String { "" }

    init?(_ tree: Tree) {
        guard case .string(let text) = tree else { return nil }
        self = text
    }

    init?(query: String) { self = query }
}

extension Bool: Primitive {
    static var kind: String { "true or false" }
    static var schema: JSONNode { ["type": "boolean"] }
    static var placeholder: Bool { false }

    init?(_ tree: Tree) {
        guard case .bool(let value) = tree else { return nil }
        self = value
    }

    init?(query: String) {
        switch query {
        case "true", "1": self = true
        case "false", "0": self = false
        default: return nil
        }
    }
}

extension Double: Primitive {
    static var kind: String { "a number" }
    static var schema: JSONNode { ["type": "number"] }
    static var placeholder: Double { 0 }

    init?(_ tree: Tree) {
        switch tree {
        case .number(let value): self = value
        case .integer(let value): self = Double(value)
        default: return nil
        }
    }

    init?(query: String) { self.init(query[...]) }
}

extension Float: Primitive {
    static var kind: String { Double.kind }
    static var schema: JSONNode { Double.schema }
    static var placeholder: Float { 0 }

    init?(_ tree: Tree) {
        guard let value = Double(tree) else { return nil }
        self.init(value)
    }

    init?(query: String) { self.init(query[...]) }
}

extension Primitive where Self: FixedWidthInteger {
    static var kind: String { "a whole number" }
    static var schema: JSONNode {
        var members: [(String, JSONNode)] = [("type", "integer")]
        if bitWidth == 64, isSigned { members.append(("format", "int64")) }
        if bitWidth < 64 { members.append(("maximum", .integer(Int(max)))) }
        if !isSigned || bitWidth < 64 { members.append(("minimum", .integer(Int(min)))) }
        return .object(members)
    }
    static var placeholder: Self { 0 }

    init?(_ tree: Tree) {
        guard case .integer(let value) = tree else { return nil }
        self.init(exactly: value)
    }

    init?(query: String) { self.init(query, radix: 10) }
}

extension Int: Primitive {}
extension Int8: Primitive {}
extension Int16: Primitive {}
extension Int32: Primitive {}
extension Int64: Primitive {}
extension UInt: Primitive {}
extension UInt8: Primitive {}
extension UInt16: Primitive {}
extension UInt32: Primitive {}
extension UInt64: Primitive {}
