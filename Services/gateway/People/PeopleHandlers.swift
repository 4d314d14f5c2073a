import Bus
import CSV
import Contracts
import HTTPServer

/// Members, packages and leads from the workspace's own system, in bulk.
struct PeopleHandlers: Sendable {
    /// The most bytes of an upload in JSON, which is read whole.
    static let jsonLimit = 8 * 1024 * 1024
    /// The most bytes of an upload in CSV, which is read row by row.
    static let csvLimit = 256 * 1024 * 1024

    let bus: Bus

    func upsertMembers(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        try await upsert(Member.self, request, caller)
    }

    func upsertPackages(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        try await upsert(MemberPackage.self, request, caller)
    }

    func upsertLeads(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        try await upsert(Lead.self, request, caller)
    }

    private func upsert<Item: PeopleRow>(
        _ type: Item.Type,
        _ request: HTTPRequest,
        _ caller: Caller
    ) async throws -> HTTPResponse {
        var upload = PeopleUpload<Item>(bus: bus, workspace: caller.workspace)
        if request.header("content-type")?.hasPrefix("text/csv") == true {
            try await Self.readCSV(request) { row in try await upload.take(row) }
        } else {
            let items = try await BodyCoding.decode(BulkBody<Item>.self, from: request, limit: Self.jsonLimit).items
            for (index, item) in items.enumerated() { try await upload.take(item, number: index + 1) }
        }
        try await upload.flush()
        return try .json(200, upload.report)
    }

    /// Reads a body as CSV, row by row.
    /// - Throws: 422 `csv_malformed`, naming the row.
    static func readCSV(_ request: HTTPRequest, _ take: (CSVRow) async throws -> Void) async throws {
        var table = CSVTable()
        do {
            for try await chunk in request.body {
                for row in try table.feed(chunk) { try await take(row) }
            }
            for row in try table.finish() { try await take(row) }
            guard !table.columns.isEmpty else { throw CSVError.noHeader }
        } catch let error as CSVError {
            throw Problem(422, "csv_malformed", error.sentence)
        }
    }
}

/// Rows in bulk.
struct BulkBody<Item: Codable & Sendable>: Codable, Sendable {
    var items: [Item]
}

extension CSVError {
    var sentence: String {
        switch self {
        case .noHeader: "The first row of a CSV must name its columns."
        case .tooLarge(let row): "Row \(row) has a field over 64 KiB or more than 256 fields."
        case .malformed(let row): "Row \(row) is not CSV; check its quotes."
        }
    }
}
