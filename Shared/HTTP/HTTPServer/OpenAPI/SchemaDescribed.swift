package import Contracts
import FoundationEssentials

/// A type that says itself how it looks in JSON, where reading its `Decodable` does not tell.
package protocol SchemaDescribed: Decodable {
    /// As OpenAPI 3.1 has it.
    static var schema: JSONNode { get }
    /// Any valid value.
    static var sample: Self { get }
}

extension Timestamp: SchemaDescribed {
    package static var schema: JSONNode { ["type": "string", "format": "date-time"] }
    package static var sample: Timestamp { Timestamp(milliseconds: 0) }
}

extension Identifier: SchemaDescribed {
    package static var schema: JSONNode { ["type": "string", "minLength": 1, "maxLength": 128] }
    package static var sample: Identifier { Identifier(trusted: "id") }
}
