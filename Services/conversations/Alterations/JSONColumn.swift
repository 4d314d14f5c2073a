import FoundationEssentials
import Store

/// A value that a text column keeps as JSON.
struct JSONColumn<Value: Codable & Sendable>: SQLBindable, SQLReadable {
    let value: Value

    init(_ value: Value) {
        self.value = value
    }

    init(sqlValue: SQLValue) throws(OtherKind) {
        guard case .text(let text) = sqlValue, let value = try? JSONDecoder().decode(Value.self, from: Data(text.utf8))
        else { throw OtherKind() }
        self.value = value
    }

    var sqlValue: SQLValue {
        guard let bytes = try? JSONEncoder().encode(value) else { return .null }
        return .text(String(decoding: bytes, as: UTF8.self))
    }
}
