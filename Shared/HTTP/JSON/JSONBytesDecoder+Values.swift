import CSimdJSON

extension JSONBytesDecoder {
    var type: csimdjson_type { withExtendedLifetime(document) { csimdjson_type_of(element) } }
    var isNull: Bool { type == .null }

    func bool() throws -> Bool {
        guard type == .bool else { throw mismatch(Bool.self) }
        return withExtendedLifetime(document) { csimdjson_is_true(element) }
    }

    func string() throws -> String {
        guard type == .string, let text = JSONValue(document, element).string else { throw mismatch(String.self) }
        return text
    }

    func number() throws -> Double {
        try withExtendedLifetime(document) {
            switch type {
            case .int: Double(csimdjson_int_value(element))
            case .double: csimdjson_double_value(element)
            default: throw mismatch(Double.self)
            }
        }
    }

    func integer<T: FixedWidthInteger>() throws -> T {
        let value: T? = try withExtendedLifetime(document) {
            switch type {
            case .int: return T(exactly: csimdjson_int_value(element))
            case .double:
                var large: UInt64 = 0
                if csimdjson_large_value(element, &large) { return T(exactly: large) }
                let double = csimdjson_double_value(element)
                // Beyond this, a floating-point number stands for several whole ones.
                return double.magnitude <= 0x1p53 ? T(exactly: double) : nil
            default: throw mismatch(T.self)
            }
        }
        guard let value else { throw DecodingError.dataCorrupted(context("The number does not fit in \(T.self).")) }
        return value
    }

    // MARK: Errors

    /// The error for a value of another type, or for null.
    func mismatch(_ expected: Any.Type) -> DecodingError {
        isNull
            ? .valueNotFound(expected, context("Expected \(expected), found null."))
            : .typeMismatch(expected, context("Expected \(expected), found something else."))
    }

    private func context(_ sentence: String) -> DecodingError.Context {
        DecodingError.Context(codingPath: codingPath, debugDescription: sentence)
    }
}
