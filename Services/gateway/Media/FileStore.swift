import Bus
import Contracts
import FoundationEssentials
import HTTPClient
import Runtime

/// The media service as the gateway uses it: bytes over its data plane, facts over the bus.
struct FileStore: Sendable {
    let bus: Bus
    /// For the data plane.
    let client: HTTPClient
    /// For addresses that clients name: private ones are refused, unless the installation allows them.
    let outside: HTTPClient
    let addresses: SignedFiles
    let clock: WallClock

    /// Stores the file of an order; nil when it has none.
    func store(_ order: SendOrder, workspace: WorkspaceID) async throws -> MessageMedia? {
        guard let file = order.file else { return nil }
        let object: MediaObject
        switch file {
        case .stored(let media):
            object = try await bus.ask(DescribeMedia(media: media), workspace: workspace)
        case .bytes(let bytes):
            object = try await store(.bytes(bytes), type: order.mimetype, name: order.filename, workspace: workspace)
        case .url(let url):
            object = try await fetch(url, type: order.mimetype, name: order.filename, workspace: workspace)
        }
        guard object.state == .ready else {
            throw Problem.invalid([FieldProblem("file", object.error ?? "is not ready")])
        }
        return MessageMedia(
            id: object.id,
            state: object.state,
            mimetype: object.mimetype,
            filename: order.filename ?? object.filename,
            size: object.size
        )
    }

    /// Stores bytes that come as they are asked for.
    /// - Parameter name: the file's own name; control characters are dropped.
    /// - Throws: 413 `media_too_large`, 422 for an empty file, 503 when the media service is not there.
    func store(
        _ body: HTTPClientBody,
        type: String?,
        name: String?,
        workspace: WorkspaceID
    ) async throws -> MediaObject {
        let media = MediaID(trusted: UUIDv7.make(at: clock.now()))
        var headers = [("content-type", type ?? "application/octet-stream")]
        if let name { headers.append((MediaDataPlane.filenameHeader, Self.headerText(name))) }
        let url = addresses.url(workspace: workspace, media: media)
        let request = HTTPClientRequest("PUT", url, headers: headers, body: body)
        let response: HTTPClientResponse
        do {
            response = try await client.send(request)
        } catch {
            throw Problem.unavailable("media")
        }
        switch response.status {
        case 200..<300: return try JSONDecoder().decode(MediaObject.self, from: Data(response.body))
        case 413: throw Problem.mediaTooLarge
        case 422: throw (try? JSONDecoder().decode(Problem.self, from: Data(response.body))) ?? .unavailable("media")
        default: throw Problem.unavailable("media")
        }
    }

    /// Fetches a file from the internet into the store, piece by piece.
    private func fetch(
        _ url: String,
        type: String?,
        name: String?,
        workspace: WorkspaceID
    ) async throws -> MediaObject {
        let stream: HTTPClientStream
        do {
            stream = try await outside.stream(HTTPClientRequest("GET", url))
        } catch {
            throw Problem.invalid([FieldProblem("file.url", "cannot be fetched")])
        }
        guard stream.status == 200 else {
            throw Problem.invalid([FieldProblem("file.url", "answered \(stream.status)")])
        }
        let type = type ?? stream.head.header("content-type")
        return try await store(.stream(stream.body, length: nil), type: type, name: name, workspace: workspace)
    }

    private static func headerText(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(120)))
    }
}
