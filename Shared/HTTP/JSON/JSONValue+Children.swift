import CSimdJSON

extension JSONValue {
    /// The first field of that name.
    package subscript(_ name: StaticString) -> JSONValue { field(name) ?? .missing }

    /// The first field of a name that is not known beforehand, which takes a little longer.
    package subscript(named name: String) -> JSONValue {
        guard let document, let field = document.field(name, of: element) else { return .missing }
        return JSONValue(document, field)
    }

    /// How many fields an object has; 0 for anything else.
    package var fieldCount: Int { read(csimdjson_field_count) ?? 0 }

    /// The first field of that name; nil when there is none.
    package func field(_ name: StaticString) -> JSONValue? {
        guard exists else { return nil }
        defer { withExtendedLifetime(self) {} }
        var field = csimdjson_element()
        let isThere = name.withCharacters { csimdjson_field(element, $0, $1, &field) }
        return isThere ? JSONValue(document, field) : nil
    }

    /// The first field of that name, where a text is expected: in one step, for what is read by the ten thousand.
    package func text(at name: StaticString) -> JSONTextField {
        guard exists else { return .absent }
        defer { withExtendedLifetime(self) {} }
        var start: UnsafePointer<CChar>?
        var count = 0
        switch name.withCharacters({ csimdjson_text_field(element, $0, $1, &start, &count) }) {
        case .absent: return .absent
        case .null_found: return .null
        case .other_found: return .other
        case .text_found:
            let bytes = UnsafeRawBufferPointer(start: start, count: count)
            return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    /// - Parameter index: from 0; takes time in proportion.
    package subscript(_ index: Int) -> JSONValue {
        var found = JSONValue.missing
        guard isArray, index >= 0 else { return found }
        var position = 0
        walk { value in
            if position == index { found = value }
            position += 1
            return position <= index
        }
        return found
    }

    /// The elements of an array; none when it is no array.
    package var array: [JSONValue] {
        guard isArray else { return [] }
        var elements: [JSONValue] = []
        walk { value in
            elements.append(value)
            return true
        }
        return elements
    }

    /// The fields of an object in their order; none when it is no object.
    package var object: [(name: String, value: JSONValue)] {
        guard isObject else { return [] }
        var fields: [(name: String, value: JSONValue)] = []
        var name: String?
        walk { element in
            if let known = name {
                fields.append((known, element))
                name = nil
            } else {
                name = element.string ?? ""
            }
            return true
        }
        return fields
    }

    /// Goes through the elements of an array, or the names and values of an object in turn, while `body` says so.
    private func walk(_ body: (JSONValue) -> Bool) {
        read { element in
            var cursor = csimdjson_enter(element)
            var next = csimdjson_element()
            while csimdjson_next(&cursor, &next), body(JSONValue(document, next)) {}
        }
    }
}

extension StaticString {
    /// Hands out the name of a field where it stands.
    fileprivate func withCharacters<R>(_ body: (UnsafePointer<CChar>, Int) -> R) -> R {
        utf8Start.withMemoryRebound(to: CChar.self, capacity: utf8CodeUnitCount) { body($0, utf8CodeUnitCount) }
    }
}
