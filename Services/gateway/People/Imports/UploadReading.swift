import CSV
import Contracts
import HTTPServer

/// Reads uploads of people row by row.
enum UploadReading {
    /// - Throws: 400, 413, 422 for what cannot be read on; what a row has wrong is in the report.
    static func read<Item: PeopleRow>(
        _ request: HTTPRequest,
        _ options: UploadOptions,
        into upload: inout PeopleUpload<Item>
    ) async throws {
        switch options.form {
        case .csv:
            var isChecked = false
            try await readCSV(request, fallback: options.fallback) { columns, row in
                if !isChecked { try Item.check(columns) }
                isChecked = true
                if let row { try await upload.take(row) }
            }
        case .ndjson:
            var lines = NDJSONLines()
            for try await chunk in request.body {
                for line in try lines.feed(chunk) { try await take(line, into: &upload) }
            }
            if let line = try lines.finish() { try await take(line, into: &upload) }
        case .json:
            let body = try await BodyCoding.decode(BulkBody<Item>.self, from: request, limit: PeopleHandlers.jsonLimit)
            for (index, item) in body.items.enumerated() { try await upload.take(item, number: index + 1) }
        }
    }

    /// Reads a body as CSV, row by row.
    /// - Parameter take: gets the names of the columns and a row; nil at the end of a table, so that it comes at least
    ///   once.
    /// - Throws: 422 `csv_malformed`, naming the row.
    static func readCSV(
        _ request: HTTPRequest,
        fallback: CSVFallback? = nil,
        _ take: ([String], CSVRow?) async throws -> Void
    ) async throws {
        var table = CSVTable(fallback: fallback)
        do {
            for try await chunk in request.body {
                let rows = try table.feed(chunk)
                for row in rows { try await take(table.columns, row) }
            }
            let rows = try table.finish()
            guard !table.columns.isEmpty else { throw CSVError.noHeader }
            for row in rows { try await take(table.columns, row) }
            try await take(table.columns, nil)
        } catch let error as CSVError {
            throw Problem(422, "csv_malformed", error.sentence)
        }
    }

    private static func take<Item: PeopleRow>(
        _ line: NDJSONLines.Line,
        into upload: inout PeopleUpload<Item>
    ) async throws {
        let item: Item
        do {
            item = try BodyCoding.decode(Item.self, from: line.bytes)
        } catch let problem as Problem {
            return upload.reject(line.number, problem.fields?.first ?? FieldProblem("row", "is not JSON"))
        }
        try await upload.take(item, number: line.number)
    }
}

/// Rows in bulk.
struct BulkBody<Item: Codable & Sendable>: Codable, Sendable {
    var items: [Item]
}

extension PeopleRow {
    /// - Throws: 422 `csv_columns_missing`, naming those that every row needs and the header has not.
    fileprivate static func check(_ columns: [String]) throws(Problem) {
        let missing = requiredColumns.filter { names in !names.contains { columns.contains($0) } }
        guard !missing.isEmpty else { return }
        let names = missing.map { $0.joined(separator: " or ") }
        throw Problem(
            422,
            "csv_columns_missing",
            "The first row of the CSV must name the columns \(names.joined(separator: ", ")).",
            fields: missing.map { FieldProblem($0[0], "is missing") }
        )
    }
}

extension CSVError {
    var sentence: String {
        switch self {
        case .noHeader: "The first row of a CSV must name its columns."
        case .wide: "The CSV is UTF-16; save it as CSV UTF-8."
        case .tooLarge(let row): "Row \(row) has a field over 64 KiB or more than 256 fields."
        case .malformed(let row): "Row \(row) is not CSV; check its quotes."
        }
    }
}
