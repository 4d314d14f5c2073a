import CSV
import Contracts
import HTTPServer
import Runtime

/// Members, packages and leads from the workspace's own system, in bulk.
struct PeopleHandlers: Sendable {
    /// The most bytes of an upload in JSON, which is read whole.
    static let jsonLimit = 8 * 1024 * 1024
    /// The most bytes of an upload in CSV or NDJSON, which is read row by row.
    static let csvLimit = 256 * 1024 * 1024

    let log: ImportLog
    /// Where uploads wait until all of them is here.
    let folder: String
    /// Asks enrichment.
    let apply: @Sendable (UpsertPeople, WorkspaceID) async throws -> UpsertReport

    func upsertMembers(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        try await upsert(Member.self, request, caller)
    }

    func upsertPackages(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        try await upsert(MemberPackage.self, request, caller)
    }

    func upsertLeads(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        try await upsert(Lead.self, request, caller)
    }

    func imports(_ call: Call<Caller, PeoplePageQuery, NoBody>) async throws -> Page<PeopleImportState> {
        try await log.list(of: call.identity.workspace, limit: call.query.limit ?? 50, cursor: call.query.cursor)
    }

    func showImport(_ call: Call<Caller, NoQuery, NoBody>) async throws -> PeopleImportState {
        try await log.show(call.path.text("id"), of: call.identity.workspace)
    }

    private func upsert<Item: PeopleRow>(
        _ type: Item.Type,
        _ request: HTTPRequest,
        _ caller: Caller
    ) async throws -> HTTPResponse {
        let options = try UploadOptions(request)
        let (apply, log, workspace) = (apply, log, caller.workspace)
        let id = try await log.begin(Item.kind, dryRun: options.dryRun, by: caller)
        var upload = PeopleUpload<Item>(
            ImportReport(importId: id, dryRun: options.dryRun),
            country: caller.country,
            apply: { try await apply($0, workspace) },
            note: { try await log.note(id, of: workspace, $0, .running) }
        )
        do {
            try await UploadReading.read(request, options, in: folder, into: &upload)
            try await upload.flush()
        } catch {
            let problem = error as? Problem
            try await log.note(id, of: workspace, upload.report, .failed, error: problem?.detail ?? "It was cut off.")
            throw problem?.after(upload.report) ?? error
        }
        try await log.note(id, of: workspace, upload.report, .finished)
        return try .json(200, upload.report)
    }
}

extension Problem {
    /// Says, too, how far an upload came before it.
    fileprivate func after(_ report: ImportReport) -> Problem {
        let taken = report.created + report.updated + report.unchanged
        guard taken > 0, !report.dryRun else { return self }
        var problem = self
        problem.detail += " \(taken) rows before it are in; send it all again, what is in is not taken twice."
        return problem
    }
}
