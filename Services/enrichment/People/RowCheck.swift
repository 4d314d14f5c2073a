import Contracts
import Phone

/// Checks the fields of one row: takes white space off, makes empty fields absent, and remembers what is wrong.
struct RowCheck {
    /// Where numbers are typed without a country code, ISO 3166.
    let country: String
    private(set) var problems: [FieldProblem] = []

    init(country: String) {
        self.country = country
    }

    /// 1 to `limit` characters.
    mutating func required(_ field: String, _ text: String, limit: Int = 200) -> String {
        if let value = optional(field, text, limit: limit) { return value }
        if !problems.contains(where: { $0.field == field }) { refuse(field, "is missing") }
        return ""
    }

    mutating func optional(_ field: String, _ text: String?, limit: Int = 200) -> String? {
        guard let value = text?.trimmed, !value.isEmpty else { return nil }
        guard value.count <= limit else { return refuse(field, "is longer than \(limit) characters") }
        guard !value.unicodeScalars.contains("\0") else { return refuse(field, "holds a character that is no text") }
        return value
    }

    mutating func day(_ field: String, _ text: String?) -> String? {
        guard let value = optional(field, text) else { return nil }
        guard let day = try? CalendarDay(value) else { return refuse(field, "is not a date like 2026-01-31") }
        return day.text
    }

    /// - Returns: the number, and its text as typed.
    mutating func phone(_ field: String, _ text: String?) -> (number: PhoneNumber, text: String)? {
        guard let value = optional(field, text, limit: 64) else { return nil }
        guard let number = try? PhoneNumber(parsing: value, country: country) else {
            return refuse(field, "is not a phone number")
        }
        return (number, value)
    }

    mutating func count(_ field: String, _ number: Int?) -> Int? {
        guard let number else { return nil }
        guard (0...1_000_000).contains(number) else { return refuse(field, "is not from 0 to 1000000") }
        return number
    }

    private mutating func refuse<Value>(_ field: String, _ message: String) -> Value? {
        refuse(field, message)
        return nil
    }

    private mutating func refuse(_ field: String, _ message: String) {
        problems.append(FieldProblem(field, message))
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        let start = drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }
}
