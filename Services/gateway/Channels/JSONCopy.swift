import JSON

/// JSON that was read and is written again: somebody else's settings among which one is changed.
struct JSONCopy: Encodable, Sendable {
    enum Value: Sendable {
        case null
        case bool(Bool)
        case integer(Int)
        case double(Double)
        case string(String)
        case array([JSONCopy])
        case object([(String, JSONCopy)])
    }

    let value: Value

    init(_ value: Value) {
        self.value = value
    }

    init(_ json: JSONValue) {
        if json.isObject {
            value = .object(json.object.map { ($0.name, JSONCopy($0.value)) })
        } else if json.isArray {
            value = .array(json.array.map { JSONCopy($0) })
        } else if let text = json.string {
            value = .string(text)
        } else if let integer = json.int {
            value = .integer(integer)
        } else if let double = json.double {
            value = .double(double)
        } else {
            value = json.bool.map { .bool($0) } ?? .null
        }
    }

    /// What is worth keeping of something large: texts cut at a length, and nothing below a depth.
    init(cutting json: JSONValue, texts limit: Int, depth: Int) {
        if json.isObject || json.isArray, depth == 0 {
            self.init(.null)
        } else if json.isObject {
            let fields = json.object.filter { !$0.value.isNull }
            self.init(.object(fields.map { ($0.name, JSONCopy(cutting: $0.value, texts: limit, depth: depth - 1)) }))
        } else if json.isArray {
            self.init(.array(json.array.map { JSONCopy(cutting: $0, texts: limit, depth: depth - 1) }))
        } else if let text = json.string, text.utf8.count > limit {
            self.init(.string("\(text.prefix(limit))…"))
        } else {
            self.init(json)
        }
    }

    static func text(_ text: String) -> JSONCopy { JSONCopy(.string(text)) }

    func encode(to encoder: any Encoder) throws {
        switch value {
        case .object(let fields):
            var container = encoder.container(keyedBy: Key.self)
            for (name, value) in fields { try container.encode(value, forKey: Key(stringValue: name)) }
        case .array(let elements):
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(element) }
        default:
            var container = encoder.singleValueContainer()
            switch value {
            case .bool(let bool): try container.encode(bool)
            case .integer(let integer): try container.encode(integer)
            case .double(let double): try container.encode(double)
            case .string(let text): try container.encode(text)
            case .null, .array, .object: try container.encodeNil()
            }
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
