/// The elements of a list.
struct ProbeList: UnkeyedDecodingContainer {
    let probe: any Probe
    private(set) var currentIndex = 0

    init(probe: any Probe) {
        self.probe = probe
    }

    var codingPath: [any CodingKey] { probe.path }
    var count: Int? { probe.count }
    var isAtEnd: Bool { currentIndex >= probe.count }

    private mutating func next() -> any Probe {
        defer { currentIndex += 1 }
        return probe.element(currentIndex)
    }

    mutating func decodeNil() throws -> Bool {
        guard probe.element(currentIndex).isNil else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode(_: Bool.Type) throws -> Bool { try next().decode(Bool.self) }
    mutating func decode(_: String.Type) throws -> String { try next().decode(String.self) }
    mutating func decode(_: Double.Type) throws -> Double { try next().decode(Double.self) }
    mutating func decode(_: Float.Type) throws -> Float { try next().decode(Float.self) }
    mutating func decode(_: Int.Type) throws -> Int { try next().decode(Int.self) }
    mutating func decode(_: Int8.Type) throws -> Int8 { try next().decode(Int8.self) }
    mutating func decode(_: Int16.Type) throws -> Int16 { try next().decode(Int16.self) }
    mutating func decode(_: Int32.Type) throws -> Int32 { try next().decode(Int32.self) }
    mutating func decode(_: Int64.Type) throws -> Int64 { try next().decode(Int64.self) }
    mutating func decode(_: UInt.Type) throws -> UInt { try next().decode(UInt.self) }
    mutating func decode(_: UInt8.Type) throws -> UInt8 { try next().decode(UInt8.self) }
    mutating func decode(_: UInt16.Type) throws -> UInt16 { try next().decode(UInt16.self) }
    mutating func decode(_: UInt32.Type) throws -> UInt32 { try next().decode(UInt32.self) }
    mutating func decode(_: UInt64.Type) throws -> UInt64 { try next().decode(UInt64.self) }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().decode(type) }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try ProbeDecoder(probe: next()).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try ProbeDecoder(probe: next()).unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { ProbeDecoder(probe: next()) }
}

/// One value alone.
struct ProbeSingle: SingleValueDecodingContainer {
    let probe: any Probe

    var codingPath: [any CodingKey] { probe.path }

    func decodeNil() -> Bool { probe.isNil }
    func decode(_: Bool.Type) throws -> Bool { try probe.decode(Bool.self) }
    func decode(_: String.Type) throws -> String { try probe.decode(String.self) }
    func decode(_: Double.Type) throws -> Double { try probe.decode(Double.self) }
    func decode(_: Float.Type) throws -> Float { try probe.decode(Float.self) }
    func decode(_: Int.Type) throws -> Int { try probe.decode(Int.self) }
    func decode(_: Int8.Type) throws -> Int8 { try probe.decode(Int8.self) }
    func decode(_: Int16.Type) throws -> Int16 { try probe.decode(Int16.self) }
    func decode(_: Int32.Type) throws -> Int32 { try probe.decode(Int32.self) }
    func decode(_: Int64.Type) throws -> Int64 { try probe.decode(Int64.self) }
    func decode(_: UInt.Type) throws -> UInt { try probe.decode(UInt.self) }
    func decode(_: UInt8.Type) throws -> UInt8 { try probe.decode(UInt8.self) }
    func decode(_: UInt16.Type) throws -> UInt16 { try probe.decode(UInt16.self) }
    func decode(_: UInt32.Type) throws -> UInt32 { try probe.decode(UInt32.self) }
    func decode(_: UInt64.Type) throws -> UInt64 { try probe.decode(UInt64.self) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try probe.decode(type) }
}
