/// JSON in the making, its members in the order they were given.
package indirect enum JSONNode: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int)
    case string(String)
    case list([JSONNode])
    case members([Member])

    package struct Member: Sendable, Hashable {
        let name: String
        let value: JSONNode
    }

    package static func object(_ members: [(String, JSONNode)]) -> JSONNode {
        .members(members.map { Member(name: $0.0, value: $0.1) })
    }

    /// An object with further members.
    func adding(_ further: [Member]) -> JSONNode {
        guard case .members(let members) = self else { return self }
        return .members(members.filter { member in !further.contains { $0.name == member.name } } + further)
    }

    /// The schema of what may be null besides.
    var orNull: JSONNode {
        guard case .members(let members) = self, let index = members.firstIndex(where: { $0.name == "type" }),
            case .string = members[index].value, !members.contains(where: { $0.name == "enum" })
        else { return ["anyOf": [self, ["type": "null"]]] }
        var nullable = members
        nullable[index] = Member(name: "type", value: [members[index].value, "null"])
        return .members(nullable)
    }

    /// UTF-8 text.
    var bytes: [UInt8] {
        var text = ""
        write(to: &text)
        return Array(text.utf8)
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += "\(value)"
        case .string(let value): Self.quote(value, to: &text)
        case .list(let elements): Self.join(elements, "[", "]", to: &text) { $0.write(to: &$1) }
        case .members(let members):
            Self.join(members, "{", "}", to: &text) { member, text in
                Self.quote(member.name, to: &text)
                text += ":"
                member.value.write(to: &text)
            }
        }
    }

    private static func join<Part>(
        _ parts: [Part],
        _ open: String,
        _ close: String,
        to text: inout String,
        _ write: (Part, inout String) -> Void
    ) {
        text += open
        for (index, part) in parts.enumerated() {
            if index > 0 { text += "," }
            write(part, &text)
        }
        text += close
    }

    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case let control where control.value < 0x20: text += " "
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

extension JSONNode: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSONNode...) { self = .list(elements) }
    package init(dictionaryLiteral elements: (String, JSONNode)...) { self = .object(elements) }
}
