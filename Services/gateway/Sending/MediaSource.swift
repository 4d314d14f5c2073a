import Contracts
import HTTPClient
import HTTPServer

/// Reads stored files from the media service's data plane.
struct MediaSource: Sendable {
    let addresses: SignedFiles
    let http: HTTPClient

    /// A stored file, ready to be sent while it is read.
    /// - Throws: ``MediaFault``.
    func open(_ media: MessageMedia, of workspace: WorkspaceID) async throws(MediaFault) -> WAHAFile {
        let url = addresses.url(.get, MediaDataPlane.path(workspace: workspace, media: media.id))
        let answer: HTTPClientStream
        do {
            answer = try await http.stream(HTTPClientRequest("GET", url, timeout: .seconds(15)))
        } catch {
            throw .unreachable
        }
        switch answer.status {
        case 200:
            return WAHAFile(
                mimetype: media.mimetype ?? answer.header("content-type") ?? "application/octet-stream",
                filename: media.filename,
                content: .bytes(Base64Stream(answer.body, length: answer.head.contentLength))
            )
        case 404, 410: throw .missing
        default: throw .unreachable
        }
    }
}

/// Why a stored file cannot be read.
enum MediaFault: Error, Hashable, Sendable {
    /// There is no such file.
    case missing
    /// The media service does not answer just now.
    case unreachable
}
