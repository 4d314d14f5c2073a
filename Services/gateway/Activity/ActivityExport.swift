import Contracts
import FoundationEssentials

/// What is to be exported, and how.
struct ActivityExport: Sendable {
    enum Format: String, Codable, CaseIterable, Sendable {
        case ndjson, csv
    }

    var format = Format.ndjson
    var filter = ActivityFilter()

    /// - Parameter query: `format`, `staff`, `action`, `object`, `from`, `to`; others are ignored.
    /// - Throws: 422 `invalid`, naming every field at fault.
    init(_ query: [(name: String, value: String)]) throws(Problem) {
        var problems: [FieldProblem] = []
        for (name, value) in query {
            switch name {
            case "format":
                guard let known = Format(rawValue: value) else {
                    problems.append(FieldProblem(name, "must be ndjson or csv"))
                    continue
                }
                format = known
            case "staff": filter.staff = StaffID(trusted: value)
            case "action": filter.action = value
            case "object": filter.object = value
            case "from": filter.from = Self.moment(value, name, &problems)
            case "to": filter.to = Self.moment(value, name, &problems)
            default: break
            }
        }
        guard problems.isEmpty else { throw .invalid(problems) }
    }

    private static func moment(_ text: String, _ name: String, _ problems: inout [FieldProblem]) -> Timestamp? {
        let moments = try? JSONDecoder().decode([Timestamp].self, from: JSONEncoder().encode([text]))
        if moments == nil { problems.append(FieldProblem(name, "must be an RFC 3339 date and time")) }
        return moments?.first
    }
}

/// The query of an export, as it is described.
struct ActivityExportQuery: Codable, Sendable {
    /// `ndjson` when absent.
    var format: ActivityExport.Format?
    /// Who did it.
    var staff: StaffID?
    /// A route or an event.
    var action: String?
    /// What it was done to: an id.
    var object: String?
    /// From this moment on.
    var from: Timestamp?
    /// Before this moment.
    var to: Timestamp?
}

extension ActivityExport.Format {
    private static let columns = [
        "number", "at", "staff", "token", "action", "object", "part", "ip", "outcome", "request", "hash",
    ]

    var type: String {
        switch self {
        case .ndjson: "application/x-ndjson"
        case .csv: "text/csv"
        }
    }

    /// What comes before the first line.
    var head: [UInt8] {
        self == .csv ? Array((Self.columns.joined(separator: ",") + "\r\n").utf8) : []
    }

    func line(_ entry: ActivityEntry) -> [UInt8] {
        switch self {
        case .ndjson:
            var line = JSONText.object { json in
                json.field("number", entry.number)
                json.field("at", entry.at)
                for (name, value) in Self.texts(entry) { json.field(name, value) }
            }
            line.append(UInt8(ascii: "\n"))
            return line
        case .csv:
            let texts = [String(entry.number), entry.at.text] + Self.texts(entry).map { $0.1 ?? "" }
            return Array((texts.map(Self.quoted).joined(separator: ",") + "\r\n").utf8)
        }
    }

    private static func texts(_ entry: ActivityEntry) -> [(StaticString, String?)] {
        [
            ("staff", entry.staff?.text), ("token", entry.token), ("action", entry.action), ("object", entry.object),
            ("part", entry.part), ("ip", entry.ip), ("outcome", entry.outcome), ("request", entry.request),
            ("hash", entry.hash),
        ]
    }

    /// - Source: RFC 4180.
    private static func quoted(_ text: String) -> String {
        let special = ",\"\r\n".unicodeScalars
        guard text.unicodeScalars.contains(where: { special.contains($0) }) else { return text }
        return "\"\(String(text.flatMap { $0 == "\"" ? "\"\"" : String($0) }))\""
    }
}
