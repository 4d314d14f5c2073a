/// JSON as it came, or a query's items as the members of an object.
enum Tree: Decodable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case list([Tree])
    case object([String: Tree])
    /// A query's item: all its values.
    case items([String])

    init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: AnyKey.self) {
            self = .object(
                try Dictionary(
                    container.allKeys.map { ($0.stringValue, try container.decode(Tree.self, forKey: $0)) },
                    uniquingKeysWith: { $1 }
                )
            )
            return
        }
        if var container = try? decoder.unkeyedContainer() {
            var list: [Tree] = []
            while !container.isAtEnd { list.append(try container.decode(Tree.self)) }
            self = .list(list)
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    init(query: [(name: String, value: String)]) {
        self = .object(Dictionary(grouping: query, by: \.name).mapValues { .items($0.map(\.value)) })
    }
}

struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
