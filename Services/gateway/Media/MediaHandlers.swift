import Bus
import Contracts
import HTTPClient
import HTTPServer

/// Files in and out. The bytes go through in constant memory, or around the gateway where browsers reach the media service.
struct MediaHandlers: Sendable {
    let files: FileStore
    let sight: FileSight
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
        try await sight.check(media, caller)
        return try await download(media, request, caller)
    }

    func download(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        try await download(seen(path, caller), request, caller)
    }

    /// `?size=` is the length of the longer edge in pixels; 320 when absent.
    func thumbnail(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        let sizes = MediaDataPlane.thumbnailSizes
        let text = request.query.first { $0.name == "size" }?.value
        guard let size = text.map({ Int($0) }) ?? sizes.last, sizes.contains(size) else {
            let list = sizes.map(String.init).joined(separator: " or ")
            throw Problem.invalid([FieldProblem("size", "must be \(list)")])
        }
        let media = try await seen(path, caller)
        guard Self.isOwn(media) else { throw Problem.notFound("file") }
        let source = MediaDataPlane.thumbnailPath(workspace: caller.workspace, media: media, size: size)
        return try await serve(source, request)
    }

    func describe(_ call: Call<Caller, NoQuery, NoBody>) async throws -> MediaObject {
        let request = try await DescribeMedia(media: seen(call.path, call.identity))
        return try await files.bus.ask(request, workspace: call.identity.workspace)
    }

    func retry(_ call: Call<Caller, NoQuery, NoBody>) async throws -> MediaObject {
        let request = try await RetryMedia(media: seen(call.path, call.identity))
        return try await files.bus.ask(request, workspace: call.identity.workspace)
    }

    /// The voice note that a recording gives; ffmpeg may take its time.
    func makeVoice(_ call: Call<Caller, NoQuery, NoBody>) async throws -> MediaObject {
        let request = try await ConvertVoice(media: seen(call.path, call.identity))
        return try await files.bus.ask(request, workspace: call.identity.workspace, within: .seconds(60))
    }

    /// The file that a path names.
    /// - Throws: 404 when the caller does not see it.
    private func seen(_ path: PathParameters, _ caller: Caller) async throws -> MediaID {
        let media: MediaID = try path.id("id")
        try await sight.check(media, caller)
        return media
    }

    func upload(_ file: UploadedFile, _ caller: Caller) async throws -> MediaObject {
        try await files.store(
            file.chunks,
            type: file.type,
            name: file.filename,
            by: caller.uploader,
            workspace: caller.workspace
        )
    }

    func fetch(_ call: Call<Caller, NoQuery, FetchBody>) async throws -> MediaObject {
        let (body, caller) = (call.body, call.identity)
        return try await files.fetch(
            body.url,
            field: "url",
            type: nil,
            name: body.filename,
            by: caller.uploader,
            workspace: caller.workspace
        )
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

    /// Whether the caller sees the file has been seen to.
    func download(_ media: MediaID, _ request: HTTPRequest, _ caller: Caller) async throws -> HTTPResponse {
        guard Self.isOwn(media) else { throw Problem.notFound("file") }
        return try await serve(MediaDataPlane.path(workspace: caller.workspace, media: media), request)
    }

    /// - Parameter path: of ``MediaDataPlane``.
    private func serve(_ path: String, _ request: HTTPRequest) async throws -> HTTPResponse {
        if let publicAddress {
            let url = files.addresses.url(.get, path, at: publicAddress)
            return HTTPResponse(302, headers: [("location", url), ("cache-control", "no-store")])
        }
        let wanted = Self.forwardedRequest.compactMap { name in request.header(name).map { (name, $0) } }
        let source = HTTPClientRequest("GET", files.addresses.url(.get, path), headers: wanted)
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
        default: throw try await FileStore.problem(answer)
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

/// What a route that answers a thumbnail reads of its query.
struct ThumbnailQuery: Codable, Sendable {
    /// The length of the longer edge in pixels: 96 or 320; 320 when absent.
    var size: Int?
}

/// A file to fetch from the internet.
struct FetchBody: Codable, Sendable {
    /// `http://…` or `https://…`; redirects are followed.
    var url: String
    /// The file's own name.
    var filename: String?
}
