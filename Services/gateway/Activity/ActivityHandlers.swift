import Contracts
import FoundationEssentials
import HTTPServer
import Store

/// The activity log of the workspace.
struct ActivityHandlers: Sendable {
    let store: any Store

    func list(_ call: Call<Caller, ActivityListQuery, NoBody>) async throws -> Page<ActivityEntry> {
        try await reading(call.identity).page(call.query)
    }

    func verify(_ call: Call<Caller, NoQuery, NoBody>) async throws -> ActivityVerdict {
        try await reading(call.identity).verify()
    }

    /// All that fit the filters, oldest first: `?format=csv`, else a JSON object per line.
    func export(_ request: HTTPRequest, _: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
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
