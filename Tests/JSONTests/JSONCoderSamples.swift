/// Shapes that events have.
struct Told: Codable, Equatable {
    struct Card: Codable, Equatable {
        var name: String?
        var tags: [String]
        var scores: [String: Double]
    }

    /// One string in JSON.
    struct Name: Codable, Equatable {
        let text: String

        init(_ text: String) {
            self.text = text
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            text = try container.decode(String.self)
            if text.isEmpty { throw DecodingError.dataCorruptedError(in: container, debugDescription: "empty") }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }
    }

    enum Kind: String, Codable { case text, image }
    enum Content: Codable, Equatable {
        case text(String)
        case file(name: String?, size: Int64)
    }

    var id: Name
    var kind: Kind
    var body: String?
    var count: Int
    var small: UInt8
    var large: UInt64
    var least: Int64
    var ratio: Double
    var float: Float
    var flag: Bool
    var missing: Int?
    var cards: [Card]
    var matrix: [[Int?]]
    var content: [Content]
    var byNumber: [Int: Bool]

    static func sample(_ body: String?) -> Told {
        Told(
            id: Name("m1"),
            kind: .image,
            body: body,
            count: -42,
            small: .max,
            large: .max,
            least: .min,
            ratio: 0.1,
            float: 2.5,
            flag: true,
            missing: nil,
            cards: [
                Card(name: body, tags: ["a", ""], scores: ["x": 1, "y/z": -1e-7, "": 1e300]),
                Card(name: nil, tags: [], scores: [:]),
            ],
            matrix: [[1, nil], []],
            content: [.text("hi"), .file(name: nil, size: 5)],
            byNumber: [7: false]
        )
    }
}

/// Written by hand, in the ways that Codable allows.
struct Nested: Codable, Equatable {
    enum Key: String, CodingKey { case outer, list, inner, last }

    var inner = 1
    var list = [2, 3]
    var last = "z"

    init() {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        inner = try container.nestedContainer(keyedBy: Key.self, forKey: .outer).decode(Int.self, forKey: .inner)
        var list = try container.nestedUnkeyedContainer(forKey: .list)
        self.list = []
        while !list.isAtEnd {
            if try !list.decodeNil() { self.list.append(try list.decode(Int.self)) }
        }
        last = try container.decode(String.self, forKey: .last)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        var outer = container.nestedContainer(keyedBy: Key.self, forKey: .outer)
        try outer.encode(inner, forKey: .inner)
        var list = container.nestedUnkeyedContainer(forKey: .list)
        try list.encode(self.list[0])
        try list.encodeNil()
        try list.encode(self.list[1])
        var again = encoder.container(keyedBy: Key.self)
        try again.encode(last, forKey: .last)
    }
}
