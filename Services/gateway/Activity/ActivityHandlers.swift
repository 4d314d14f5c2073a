import Contracts
import FoundationEssentials
import HTTPServer
import Store

/// The activity log of the workspace.
struct ActivityHandlers: Sendable {
    let store: any Store

    /// To one who sees one branch alone, what its staff did.
    func list(_ call: Call<Caller, ActivityListQuery, NoBody>) async throws -> Page<ActivityEntry> {
        try await reading(call.identity).page(call.query, scope: call.identity.branch)
    }

    func verify(_ call: Call<Caller, NoQuery, NoBody>) async throws -> ActivityVerdict {
        try call.identity.checkSeesAllBranches("the chain of the log is")
        return try await reading(call.identity).verify()
    }

    /// All that fit the filters, oldest first: `?format=csv`, else a JSON object per line.
    func export(_ request: HTTPRequest, _: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        try caller.checkSeesAllBranches("the log as a whole is")
        let export = try ActivityExport(request.query)
        let reading = reading(caller)
        let name = "activity.\(export.format.rawValue)"
        return HTTPResponse(
            200,
            headers: [
                ("Content-Type", export.format.type), ("Content-Disposition", "attachment; filename=\"\(name)\""),
            ],
            body: .stream(length: nil) { writer in
                try await writer.write(export.format.head)
                try await reading.each(export.filter) { entries in
                    try await writer.write(entries.flatMap(export.format.line))
                }
            }
        )
    }

    private func reading(_ caller: Caller) -> ActivityReading {
        ActivityReading(store: store, workspace: caller.workspace)
    }
}
