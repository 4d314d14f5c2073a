import JSON

extension Body {
    /// - Throws: `JSONError`.
    init(parsing bytes: [UInt8]) throws(JSONError) {
        self.init(try JSONDocument(bytes).root)
    }

    private init(_ value: JSONValue) {
        if value.isObject {
            self = .object(value.object.map { Member(key: $0.name, value: Body($0.value)) })
        } else if value.isArray {
            self = .list(value.array.map { Body($0) })
        } else if value.isNull {
            self = .null
        } else if let text = value.string {
            self = .text(text)
        } else if value.text == "true" || value.text == "false" {
            self = .bool(value.text == "true")
        } else if let whole = value.int {
            self = .integer(Int64(whole))
        } else {
            self = value.double.map { .number($0) } ?? .absent
        }
    }
}
