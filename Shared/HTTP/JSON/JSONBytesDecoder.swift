import CSimdJSON

/// Reads values from JSON that is as agreed: unlike ``JSONValue``, it takes no number for a string and nothing for
/// another.
///
/// The values are those of Foundation's decoder. Types for which that makes an exception (`Data`, `URL`, `Decimal`) are
/// read as their own `Codable` says instead. A whole number may stand as `5.0`, up to 2^53.
package struct JSONBytesDecoder: Decoder {
    let document: JSONDocument
    let element: csimdjson_element

    /// - Throws: `DecodingError` with the path to what is missing or wrong; what the value itself throws.
    package static func decode<T: Decodable>(_: T.Type, from bytes: [UInt8]) throws -> T {
        try decode(T.self, from: document(bytes))
    }

    /// - Throws: `DecodingError` with the path to what is missing or wrong; what the value itself throws.
    package static func decode<T: Decodable>(_: T.Type, from document: JSONDocument) throws -> T {
        try T(from: JSONBytesDecoder(document: document, element: document.root.element))
    }

    /// - Throws: `DecodingError` for what is no JSON.
    package static func document(_ bytes: [UInt8]) throws -> JSONDocument {
        do {
            return try JSONDocument(bytes)
        } catch {
            let context = DecodingError.Context(
                codingPath: [],
                debugDescription: "It is \(error).",
                underlyingError: error
            )
            throw DecodingError.dataCorrupted(context)
        }
    }

    package var codingPath: [any CodingKey] { document.path(to: element) }
    package var userInfo: [CodingUserInfoKey: Any] { [:] }

    package func container<Key: CodingKey>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard type == .object else { throw mismatch([String: Any].self) }
        return KeyedDecodingContainer(JSONObjectReader<Key>(object: self))
    }

    package func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard type == .array else { throw mismatch([Any].self) }
        return JSONArrayReader(array: self)
    }

    package func singleValueContainer() -> any SingleValueDecodingContainer { self }
}

extension JSONBytesDecoder: SingleValueDecodingContainer {
    package func decodeNil() -> Bool { isNull }
    package func decode(_: Bool.Type) throws -> Bool { try bool() }
    package func decode(_: String.Type) throws -> String { try string() }
    package func decode(_: Double.Type) throws -> Double { try number() }
    package func decode(_: Float.Type) throws -> Float { Float(try number()) }
    package func decode<T: FixedWidthInteger & Decodable>(_: T.Type) throws -> T { try integer() }
    package func decode<T: Decodable>(_: T.Type) throws -> T { try T(from: self) }
}
