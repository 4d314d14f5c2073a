import CSimdJSON

extension JSONValue {
    /// The first field of that name.
    package subscript(_ name: String) -> JSONValue {
        var name = name
        var field = csimdjson_element()
        let found = read { element in
            name.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { bytes in
                    // An empty name may come without an address; any will do then.
                    bytes.baseAddress.map { csimdjson_field(element, $0, bytes.count, &field) }
                        ?? csimdjson_field(element, "", 0, &field)
                }
            }
        }
        return found == true ? JSONValue(document, field) : .missing
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
    package var array: [JSONValue] { isArray ? children : [] }

    /// The fields of an object in their order; none when it is no object.
    package var object: [(name: String, value: JSONValue)] {
        guard isObject else { return [] }
        let children = children  // names and values in turn
        return stride(from: 0, to: children.count - 1, by: 2).map { index in
            (children[index].string ?? "", children[index + 1])
        }
    }

    private var children: [JSONValue] {
        var children: [JSONValue] = []
        walk { value in
            children.append(value)
            return true
        }
        return children
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
