/// The members of an object.
struct ProbeObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let probe: any Probe

    var codingPath: [any CodingKey] { probe.path }
    var allKeys: [Key] { probe.keys.compactMap { Key(stringValue: $0) } }

    func contains(_ key: Key) -> Bool { probe.has(key) }
    func decodeNil(forKey key: Key) throws -> Bool { probe.member(key).isNil }

    func decode(_: Bool.Type, forKey key: Key) throws -> Bool { try probe.member(key).decode(Bool.self) }
    func decode(_: String.Type, forKey key: Key) throws -> String { try probe.member(key).decode(String.self) }
    func decode(_: Double.Type, forKey key: Key) throws -> Double { try probe.member(key).decode(Double.self) }
    func decode(_: Float.Type, forKey key: Key) throws -> Float { try probe.member(key).decode(Float.self) }
    func decode(_: Int.Type, forKey key: Key) throws -> Int { try probe.member(key).decode(Int.self) }
    func decode(_: Int8.Type, forKey key: Key) throws -> Int8 { try probe.member(key).decode(Int8.self) }
    func decode(_: Int16.Type, forKey key: Key) throws -> Int16 { try probe.member(key).decode(Int16.self) }
    func decode(_: Int32.Type, forKey key: Key) throws -> Int32 { try probe.member(key).decode(Int32.self) }
    func decode(_: Int64.Type, forKey key: Key) throws -> Int64 { try probe.member(key).decode(Int64.self) }
    func decode(_: UInt.Type, forKey key: Key) throws -> UInt { try probe.member(key).decode(UInt.self) }
    func decode(_: UInt8.Type, forKey key: Key) throws -> UInt8 { try probe.member(key).decode(UInt8.self) }
    func decode(_: UInt16.Type, forKey key: Key) throws -> UInt16 { try probe.member(key).decode(UInt16.self) }
    func decode(_: UInt32.Type, forKey key: Key) throws -> UInt32 { try probe.member(key).decode(UInt32.self) }
    func decode(_: UInt64.Type, forKey key: Key) throws -> UInt64 { try probe.member(key).decode(UInt64.self) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try probe.member(key).decode(type)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        guard probe.has(key) else { return nil }
        let member = probe.member(key)
        return member.isNil ? nil : try member.decodeIfPossible(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try ProbeDecoder(probe: probe.member(key)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try ProbeDecoder(probe: probe.member(key)).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { ProbeDecoder(probe: probe) }
    func superDecoder(forKey key: Key) throws -> any Decoder { ProbeDecoder(probe: probe.member(key)) }
}
