import Contracts
import Crypto
import HTTPClient
import Runtime

/// Reads stored files from the media service's data plane.
struct MediaSource: Sendable {
    /// Where the media service is, as we reach it, without a slash at the end.
    let baseURL: String
    let signer: SignedURL
    let http: HTTPClient
    let clock: WallClock

    init(baseURL: String, key: ClusterKey, http: HTTPClient, clock: WallClock) {
        self.baseURL = baseURL
        signer = SignedURL(key: key.derive(MediaDataPlane.key))
        self.http = http
        self.clock = clock
    }

    /// A stored file, ready to be sent while it is read.
    /// - Throws: ``MediaFault``.
    func open(_ media: MessageMedia, of workspace: WorkspaceID) async throws(MediaFault) -> WAHAFile {
        let path = MediaDataPlane.path(workspace: workspace, media: media.id)
        let url = baseURL + signer.sign(path, until: clock.now() + .seconds(300))
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
