/// A type whose fields have limits that reading its `Decodable` does not tell. The limits stand in the description; the
/// type's own checks keep them.
package protocol SchemaLimited: Decodable {
    /// By the names of the fields.
    static var limits: [String: SchemaLimit] { get }
}

/// What a value must be besides being of its type.
package struct SchemaLimit: Sendable {
    let keywords: [JSONNode.Member]

    private init(_ keywords: [(String, JSONNode)]) {
        self.keywords = keywords.map { JSONNode.Member(name: $0.0, value: $0.1) }
    }

    /// A number within these, both included.
    package static func range(_ range: ClosedRange<Int>) -> SchemaLimit {
        SchemaLimit([("minimum", .integer(range.lowerBound)), ("maximum", .integer(range.upperBound))])
    }

    /// A text of so many characters.
    package static func characters(_ range: ClosedRange<Int>) -> SchemaLimit {
        SchemaLimit([("minLength", .integer(range.lowerBound)), ("maxLength", .integer(range.upperBound))])
    }

    /// A list of so many elements.
    package static func elements(_ range: ClosedRange<Int>) -> SchemaLimit {
        SchemaLimit([("minItems", .integer(range.lowerBound)), ("maxItems", .integer(range.upperBound))])
    }

    /// One of these texts.
    package static func choice(_ texts: [String]) -> SchemaLimit {
        SchemaLimit([("enum", .list(texts.map { .string($0) }))])
    }

    /// A text that matches a regular expression of ECMA-262.
    package static func pattern(_ expression: String) -> SchemaLimit {
        SchemaLimit([("pattern", .string(expression))])
    }
}
