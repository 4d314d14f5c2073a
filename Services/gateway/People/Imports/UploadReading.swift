import CSV
import Contracts
import HTTPServer

/// Reads uploads of people row by row. One that cannot be read to its end is refused before any row of it is taken.
enum UploadReading {
    /// - Parameter folder: where an upload waits that is not in memory.
    /// - Throws: 400, 413, 422 for what cannot be read on; what a row has wrong is in the report.
    static func read<Item: PeopleRow>(
        _ request: HTTPRequest,
        _ options: UploadOptions,
        in folder: String,
        into upload: inout PeopleUpload<Item>
    ) async throws {
        guard options.form != .json else {
            let body = try await BodyCoding.decode(BulkBody<Item>.self, from: request, limit: PeopleHandlers.jsonLimit)
            for (index, item) in body.items.enumerated() { try await upload.take(item, number: index + 1) }
            return
        }
        let body = try await SpooledBody(request.body, in: folder, took: { try await upload.tell() })
        if options.form == .csv {
            var isChecked = false
            try await readCSV(body, fallback: options.fallback) { columns, _ in
                if !isChecked { try Item.check(columns) }
                isChecked = true
                try await upload.tell()
            } take: {
                try await upload.take($0)
            }
        } else {
            try await readLines(body) { _ in try await upload.tell() }
            try await readLines(body) { try await take($0, into: &upload) }
        }
    }

    /// Reads a body as CSV, row by row, once to see that it can be read and once to take it.
    /// - Parameters:
    ///   - check: gets the names of the columns and a row, before any is taken; nil at the end of a table, so that it
    ///     comes at least once.
    ///   - take: gets each row.
    /// - Throws: 422 `csv_malformed`, naming the row.
    static func readCSV(
        _ body: SpooledBody,
        fallback: CSVFallback? = nil,
        check: ([String], CSVRow?) async throws -> Void = { _, _ in },
        take: (CSVRow) async throws -> Void
    ) async throws {
        try await walkCSV(body, fallback, check)
        try await walkCSV(body, fallback) { _, row in
            if let row { try await take(row) }
        }
    }

    private static func walkCSV(
        _ body: SpooledBody,
        _ fallback: CSVFallback?,
        _ take: ([String], CSVRow?) async throws -> Void
    ) async throws {
        var table = CSVTable(fallback: fallback)
        do {
            var chunks = body.chunks
            while let chunk = try chunks.next() {
                for row in try table.feed(chunk) { try await take(table.columns, row) }
            }
            let rows = try table.finish()
            guard !table.columns.isEmpty else { throw CSVError.noHeader }
            for row in rows { try await take(table.columns, row) }
            try await take(table.columns, nil)
        } catch let error as CSVError {
            throw error.problem
        }
    }

    private static func readLines(_ body: SpooledBody, _ take: (NDJSONLines.Line) async throws -> Void) async throws {
        var lines = NDJSONLines()
        var chunks = body.chunks
        while let chunk = try chunks.next() {
            for line in try lines.feed(chunk) { try await take(line) }
        }
        if let line = try lines.finish() { try await take(line) }
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
    /// 422, naming the row where there is one.
    fileprivate var problem: Problem {
        let detail = "\(sentence) Nothing of it was taken."
        return Problem(422, "csv_malformed", detail, fields: row.map { [FieldProblem("row \($0)", reason)] })
    }

    private var sentence: String {
        row.map { "Row \($0) \(reason)." } ?? "The CSV \(reason)."
    }

    /// Counted from 1, the header not counted.
    private var row: Int? {
        switch self {
        case .noHeader, .wide: nil
        case .tooLarge(let row), .malformed(let row): row
        }
    }

    private var reason: String {
        switch self {
        case .noHeader: "must name its columns in its first row"
        case .wide: "is UTF-16; save it as CSV UTF-8"
        case .tooLarge: "has a field over 64 KiB, which a quote that is not closed makes, too, or more than 256 fields"
        case .malformed: "is not CSV; check its quotes"
        }
    }
}
