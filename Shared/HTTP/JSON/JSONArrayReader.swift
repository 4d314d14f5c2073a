import CSimdJSON

/// The elements of an array being read.
struct JSONArrayReader: UnkeyedDecodingContainer {
    private let array: JSONBytesDecoder
    private var cursor: csimdjson_cursor
    private(set) var currentIndex = 0
    let count: Int?

    init(array: JSONBytesDecoder) {
        self.array = array
        (cursor, count) = withExtendedLifetime(array.document) {
            let start = csimdjson_enter(array.element)
            var (end, element, count) = (start, csimdjson_element(), 0)
            while csimdjson_next(&end, &element) { count += 1 }
            return (start, count)
        }
    }

    var codingPath: [any CodingKey] { array.codingPath }
    var isAtEnd: Bool { cursor.index >= cursor.end }

    /// Takes the next element once `read` has made something of it.
    private mutating func next<R>(_ expected: Any.Type, _ read: (JSONBytesDecoder) throws -> R) throws -> R {
        var (after, element) = (cursor, csimdjson_element())
        guard withExtendedLifetime(array.document, { csimdjson_next(&after, &element) }) else {
            let path = codingPath + [JSONKey(currentIndex)]
            throw DecodingError.valueNotFound(
                expected,
                .init(codingPath: path, debugDescription: "The array is at its end.")
            )
        }
        let result = try read(JSONBytesDecoder(document: array.document, element: element))
        cursor = after
        currentIndex += 1
        return result
    }

    mutating func decodeNil() throws -> Bool {
        let before = self
        if try next(Any?.self, { $0.isNull }) { return true }
        self = before
        return false
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try next(type) { try $0.bool() } }
    mutating func decode(_ type: String.Type) throws -> String { try next(type) { try $0.string() } }
    mutating func decode(_ type: Double.Type) throws -> Double { try next(type) { try $0.number() } }
    mutating func decode(_ type: Float.Type) throws -> Float { try next(type) { Float(try $0.number()) } }
    mutating func decode<T: FixedWidthInteger & Decodable>(_ type: T.Type) throws -> T {
        try next(type) { try $0.integer() }
    }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next(type) { try T(from: $0) } }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
        try next([String: Any].self) { try $0.container(keyedBy: Nested.self) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next([Any].self) { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try next((any Decoder).self) { $0 } }
}
