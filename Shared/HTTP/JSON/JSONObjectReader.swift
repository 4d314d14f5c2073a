import CSimdJSON

/// The fields of an object being read.
struct JSONObjectReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let object: JSONBytesDecoder

    var codingPath: [any CodingKey] { object.codingPath }

    var allKeys: [Key] {
        JSONValue(object.document, object.element).object.compactMap { Key(stringValue: $0.name) }
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try field(key).isNull }
    func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try field(key).bool() }
    func decode(_: String.Type, forKey key: Key) throws -> String { try field(key).string() }
    func decode(_: Double.Type, forKey key: Key) throws -> Double { try field(key).number() }
    func decode(_: Float.Type, forKey key: Key) throws -> Float { Float(try field(key).number()) }
    func decode<T: FixedWidthInteger & Decodable>(_: T.Type, forKey key: Key) throws -> T { try field(key).integer() }
    func decode<T: Decodable>(_: T.Type, forKey key: Key) throws -> T { try T(from: field(key)) }

    // The usual ones are looked up once; for the others the standard library asks three times.
    func decodeIfPresent(_: Bool.Type, forKey key: Key) throws -> Bool? { try present(key)?.bool() }
    func decodeIfPresent(_: String.Type, forKey key: Key) throws -> String? { try present(key)?.string() }
    func decodeIfPresent(_: Int.Type, forKey key: Key) throws -> Int? { try present(key)?.integer() }
    func decodeIfPresent<T: Decodable>(_: T.Type, forKey key: Key) throws -> T? {
        try present(key).map { try T(from: $0) }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try field(key).container(keyedBy: Nested.self)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try field(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try field(JSONKey(stringValue: "super")) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try field(key) }

    // MARK: Lookup

    private func find(_ key: some CodingKey) -> JSONBytesDecoder? {
        object.document.field(key.stringValue, of: object.element).map {
            JSONBytesDecoder(document: object.document, element: $0)
        }
    }

    private func field(_ key: some CodingKey) throws -> JSONBytesDecoder {
        guard let field = find(key) else {
            let sentence = "There is no “\(key.stringValue)”."
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: sentence))
        }
        return field
    }

    /// Nil for what is not there and for null.
    private func present(_ key: Key) -> JSONBytesDecoder? {
        guard let field = find(key), !field.isNull else { return nil }
        return field
    }
}
