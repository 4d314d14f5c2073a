/// A place in a value that is being decoded. A ``ProbeDecoder`` asks it; what it answers is up to its kind: a schema
/// in the making, or a tree of what a caller sent.
protocol Probe {
    var path: [any CodingKey] { get }
    var isNil: Bool { get }
    /// What is here, as a value of a type.
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value
    /// What is here, unless nothing can be made of it and nothing must be.
    func decodeIfPossible<Value: Decodable>(_ type: Value.Type) throws -> Value?

    /// Says that an object is expected here.
    func enterObject() throws
    var keys: [String] { get }
    func has(_ key: any CodingKey) -> Bool
    func member(_ key: any CodingKey) -> any Probe

    /// Says that a list is expected here.
    func enterList() throws
    var count: Int { get }
    func element(_ index: Int) -> any Probe
}

/// Decodes types from a ``Probe``.
struct ProbeDecoder: Decoder {
    let probe: any Probe

    var codingPath: [any CodingKey] { probe.path }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy _: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try probe.enterObject()
        return KeyedDecodingContainer(ProbeObject(probe: probe))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try probe.enterList()
        return ProbeList(probe: probe)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { ProbeSingle(probe: probe) }
}

/// A place in a list.
struct ListIndex: CodingKey {
    let intValue: Int?
    var stringValue: String { intValue.map { "\($0)" } ?? "" }

    init(_ index: Int) { intValue = index }
    init?(intValue: Int) { self.init(intValue) }
    init?(stringValue: String) { nil }
}
