/// JSON as the simulator speaks it: members keep their order, and one may be left out by its value.
enum Body: Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case text(String)
    case list([Body])
    case object([Member])
    /// A member with this value is left out of its object.
    case absent

    struct Member: Sendable {
        var key: String
        var value: Body
    }
}

extension Body {
    static func optional(_ text: String?) -> Body {
        text.map { .text($0) } ?? .null
    }

    static func texts(_ texts: [String]) -> Body {
        .list(texts.map { .text($0) })
    }

    /// This object with the other's members after its own; a key in both takes the other's value.
    func merging(_ other: Body) -> Body {
        guard case .object(var members) = self, case .object(let more) = other else { return other }
        for member in more {
            if let place = members.firstIndex(where: { $0.key == member.key }) {
                members[place].value = member.value
            } else {
                members.append(member)
            }
        }
        return .object(members)
    }
}

/// Reading: what is not there, or is of another kind, is nil.
extension Body {
    subscript(key: String) -> Body {
        guard case .object(let members) = self else { return .absent }
        return members.first { $0.key == key }?.value ?? .absent
    }

    var string: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// A text or a number, as text.
    var word: String? {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .number(let number): String(number)
        default: nil
        }
    }

    var int: Int? {
        switch self {
        case .integer(let number): Int(number)
        case .number(let number): Int(exactly: number.rounded())
        case .text(let text): Int(text)
        default: nil
        }
    }

    var double: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .text(let text): Double(text)
        default: nil
        }
    }

    var flag: Bool? {
        switch self {
        case .bool(let flag): flag
        case .text("true"): true
        case .text("false"): false
        default: nil
        }
    }

    var items: [Body] {
        if case .list(let items) = self { items } else { [] }
    }

    var members: [Member] {
        if case .object(let members) = self { members } else { [] }
    }

    /// True for null and for what is not there.
    var isNothing: Bool {
        switch self {
        case .null, .absent: true
        default: false
        }
    }
}

extension Body: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    init(dictionaryLiteral elements: (String, Body)...) {
        self = .object(elements.map { Member(key: $0, value: $1) })
    }

    init(arrayLiteral elements: Body...) { self = .list(elements) }
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(floatLiteral value: Double) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(nilLiteral: ()) { self = .null }
}
