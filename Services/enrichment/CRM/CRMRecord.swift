import Contracts
import JSON

/// A row of the workspace's own database.
struct CRMRecord: Sendable {
    /// Without white space at its ends; nil when it has none.
    let id: String?
    /// JSON.
    let text: String
    /// When it was changed, in microseconds since 1970; nil when nobody says.
    let changedAt: Int?

    /// Calls with the record's fields by their names in lower case.
    /// - Parameter columns: what each of these is called in the database.
    /// - Throws: `JSONError`, `FieldProblem`.
    func with<Value>(_ columns: [String: String], _ body: (PeopleFields) throws -> Value) throws -> Value {
        let root = try JSONDocument(Array(text.utf8)).root
        return try body { names in
            for name in names {
                guard let column = columns[name], let text = root[named: column].text?.trimmed, !text.isEmpty
                else { continue }
                return Self.isMoment(text) ? String(text.prefix(10)) : text
            }
            return nil
        }
    }

    /// `2026-01-31T00:00:00`: of a moment the day counts.
    private static func isMoment(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count >= 19 && bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-")
            && bytes[10] == UInt8(ascii: "T") && bytes[13] == UInt8(ascii: ":")
            && (try? CalendarDay(String(text.prefix(10)))) != nil
    }
}
