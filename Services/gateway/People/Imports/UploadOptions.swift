import CSV
import Contracts
import HTTPServer

/// How an upload is to be read.
struct UploadOptions: Sendable {
    enum Form: Sendable {
        case csv, ndjson, json
    }

    /// Whether it is only to be reported what it would do.
    var dryRun = false
    /// What fields that are not UTF-8 are read as.
    var fallback: CSVFallback?
    var form: Form

    /// - Throws: 415 for another type than JSON, NDJSON and CSV; 422 for a wrong `dryRun` or `encoding`.
    init(_ request: HTTPRequest) throws(Problem) {
        let type = request.header("content-type") ?? "application/json"
        switch type.prefix(while: { $0 != ";" }).lowercased().filter({ $0 != " " }) {
        case "text/csv", "application/csv": form = .csv
        case "application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines":
            form = .ndjson
        case let essence where essence == "application/json" || essence.hasSuffix("+json"): form = .json
        default:
            throw Problem(
                415,
                "unsupported_media_type",
                "Send application/json as {\"items\": […]}, application/x-ndjson or text/csv."
            )
        }
        for (name, value) in request.query {
            switch (name, value) {
            case ("dryRun", "true"): dryRun = true
            case ("dryRun", "false"), ("encoding", "utf-8"): break
            case ("dryRun", _): throw .invalid([FieldProblem("dryRun", "must be true or false")])
            case ("encoding", let name):
                guard let known = CSVFallback(rawValue: name.lowercased()) else {
                    throw .invalid([FieldProblem("encoding", "must be utf-8 or windows-1252")])
                }
                fallback = known
            default: break
            }
        }
    }
}
