/// A header's value with parameters: `form-data; name="file"; filename="a b.png"`.
/// - Source: RFC 9110, section 5.6.6.
struct HeaderValue: Hashable, Sendable {
    /// What stands before the parameters, in lower case.
    let essence: String
    /// By name in lower case; of two with one name the first.
    let parameters: [String: String]

    init(_ text: String) {
        var rest = text[...]
        essence = Self.takeToken(&rest, until: ";").lowercased()
        var parameters: [String: String] = [:]
        while rest.popFirst() != nil {
            let name = Self.takeToken(&rest, until: "=", ";").lowercased()
            guard rest.first == "=" else { continue }
            rest.removeFirst()
            let value = Self.takeValue(&rest)
            if !name.isEmpty, parameters[name] == nil { parameters[name] = value }
        }
        self.parameters = parameters
    }

    private static func takeToken(_ rest: inout Substring, until ends: Character...) -> String {
        let token = rest.prefix { !ends.contains($0) }
        rest = rest[token.endIndex...]
        return trimmed(token)
    }

    private static func takeValue(_ rest: inout Substring) -> String {
        rest = rest.drop { $0 == " " || $0 == "\t" }
        guard rest.first == "\"" else { return takeToken(&rest, until: ";") }
        rest.removeFirst()
        var value = ""
        while let character = rest.popFirst(), character != "\"" {
            // Only what must be escaped is: a backslash of a path stays.
            if character == "\\", let next = rest.first, next == "\"" || next == "\\" {
                value.append(next)
                rest.removeFirst()
            } else {
                value.append(character)
            }
        }
        _ = takeToken(&rest, until: ";")
        return value
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...end])
    }
}
