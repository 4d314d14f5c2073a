import Contracts
import HTTPClient
import HTTPServer

/// Files in and out. The bytes go through in constant memory, or around the gateway where browsers reach the media service.
struct MediaHandlers: Sendable {
    let files: FileStore
    /// The media service's data plane as browsers reach it; nil streams through the gateway.
    let publicAddress: String?

    /// `GET /api/waha/media?id=…`, the address of the module that Mynah replaces.
    func downloadByQuery(
        _ request: HTTPRequest,
        _ path: PathParameters,
        _ caller: Caller
    ) async throws -> HTTPResponse {
        guard let text = request.query.first(where: { $0.name == "id" })?.value, let media = try? MediaID(text) else {
            throw Problem.invalid([FieldProblem("id", "is missing: the id of a message's media")])
        }
        return try await download(media, request, caller)
    }

    func download(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        try await download(path.id("id"), request, caller)
    }

    func upload(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        let name = request.query.first { $0.name == "filename" }?.value
        let object = try await files.store(
            .stream(request.body, length: nil),
            type: request.header("content-type"),
            name: name,
            workspace: caller.workspace
        )
        return try .json(201, object)
    }

    /// Whether the id can be part of an address: all ids of files are Mynah's own.
    private static func isOwn(_ media: MediaID) -> Bool {
        media.text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
    }

    private func download(_ media: MediaID, _ request: HTTPRequest, _ caller: Caller) async throws -> HTTPResponse {
        guard Self.isOwn(media) else { throw Problem.notFound("file") }
        if let publicAddress {
            let url = files.addresses.url(workspace: caller.workspace, media: media, at: publicAddress)
            return HTTPResponse(302, headers: [("location", url), ("cache-control", "no-store")])
        }
        let wanted = Self.forwardedRequest.compactMap { name in request.header(name).map { (name, $0) } }
        let source = HTTPClientRequest(
            "GET",
            files.addresses.url(workspace: caller.workspace, media: media),
            headers: wanted
        )
        guard let answer = try? await files.client.stream(source) else { throw Problem.unavailable("media") }
        switch answer.status {
        case 200, 206, 304, 416:
            let headers = Self.forwardedResponse.compactMap { name in answer.head.header(name).map { (name, $0) } }
            let type = answer.head.header("content-type") ?? "application/octet-stream"
            return .stream(
                answer.status,
                type: type,
                length: answer.head.contentLength,
                headers: headers,
                answer.body
            )
        case 404, 409: throw Problem.notFound("file")
        default: throw Problem.unavailable("media")
        }
    }

    private static let forwardedRequest = ["range", "if-none-match", "if-range"]
    private static let forwardedResponse = [
        "content-range", "content-disposition", "accept-ranges", "etag", "cache-control",
        "x-content-type-options", "content-security-policy",
    ]
}

struct FileQuery: Codable, Sendable {
    /// Of a message's media.
    var id: MediaID
}

struct UploadQuery: Codable, Sendable {
    /// The file's own name.
    var filename: String?
}
