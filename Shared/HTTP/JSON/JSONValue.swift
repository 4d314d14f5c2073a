import CSimdJSON

/// A value of a ``JSONDocument``, or the absence of one: reading on from what is not there gives what is not there.
///
/// It is lenient, because providers are: a number may stand as text, an integer as `5.0`.
package struct JSONValue: Sendable {
    let document: JSONDocument?
    let element: csimdjson_element

    init(_ document: JSONDocument?, _ element: csimdjson_element) {
        self.document = document
        self.element = element
    }

    package static let missing = JSONValue(nil, csimdjson_element())

    /// False when there is no such value in the document; `null` is there.
    package var exists: Bool { document != nil }
    package var isNull: Bool { type == .null }
    package var isBool: Bool { type == .bool }
    package var isArray: Bool { type == .array }
    package var isObject: Bool { type == .object }

    /// A string, and nothing else.
    package var string: String? {
        guard type == .string else { return nil }
        return read { element in
            var count = 0
            let start = csimdjson_string_value(element, &count)
            return UnsafeRawBufferPointer(start: start, count: count).withMemoryRebound(to: UInt8.self) {
                String(decoding: $0, as: UTF8.self)
            }
        }
    }

    /// A string, or a number or truth value as text.
    package var text: String? {
        switch type {
        case .string: string
        case .int: read(csimdjson_int_value).map { String($0) }
        case .double: int.map { String($0) } ?? double.map { String($0) }
        case .bool: bool.map { String($0) }
        case .null, .array, .object, nil: nil
        }
    }

    /// A whole number that fits, also when it stands as text or as `5.0`.
    package var int: Int? {
        switch type {
        case .int: read(csimdjson_int_value).map { Int($0) }
        case .double: read(csimdjson_double_value).flatMap { Int(exactly: $0) }
        case .string: string.flatMap { Int($0) }
        case .bool, .null, .array, .object, nil: nil
        }
    }

    /// A number, also when it stands as text.
    package var double: Double? {
        switch type {
        case .int: read(csimdjson_int_value).map { Double($0) }
        case .double: read(csimdjson_double_value)
        case .string: string.flatMap { Double($0) }.flatMap { $0.isFinite ? $0 : nil }
        case .bool, .null, .array, .object, nil: nil
        }
    }

    /// A truth value, also when it stands as text or as 0 or 1.
    package var bool: Bool? {
        switch type {
        case .bool: read(csimdjson_is_true)
        case .int: int.flatMap { [0: false, 1: true][$0] }
        case .string: string.flatMap { Bool($0) }
        case .double, .null, .array, .object, nil: nil
        }
    }

    private var type: csimdjson_type? { read(csimdjson_type_of) }

    /// Reads the element while its document is kept; nil when there is none.
    func read<R>(_ body: (csimdjson_element) -> R) -> R? {
        guard let document else { return nil }
        return withExtendedLifetime(document) { body(element) }
    }
}
