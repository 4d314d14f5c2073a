import Contracts
import Crypto
import HTTPServer
import Runtime
import Store

/// The data plane: bytes in and out, for whoever holds a signed address.
struct ObjectHandlers: Sendable {
    let library: MediaLibrary
    let signer: SignedURL
    let clock: WallClock

    /// Runs before any byte of a body is read.
    /// - Throws: 403 `not_signed`.
    func authenticate(_ request: HTTPRequest, _ access: DataPlaneAccess) throws {
        let query = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
        // Who may read a file may read what is said of it.
        let method = request.method == .head ? .get : request.method
        guard let expires = query["expires"], let signature = query["signature"],
            signer.isValid(
                method.rawValue,
                path: request.path,
                expires: expires,
                signature: signature,
                now: clock.now()
            )
        else { throw Problem(403, "not_signed", "This address is not signed, or no longer good.") }
    }

    func get(_ request: HTTPRequest, _ path: PathParameters, _: Void) async throws -> HTTPResponse {
        let file = try await file(path)
        return answer(file.sha256, type: file.type, filename: file.filename)
    }

    /// The file that a path names.
    /// - Throws: 404; 409 `media_not_ready`.
    func file(_ path: PathParameters) async throws -> (sha256: String, type: String, filename: String?) {
        let (workspace, media) = try (
            path.id("workspace", of: Subject.Workspace.self), path.id("media", of: Subject.Media.self)
        )
        let object = try await library.store.read { try MediaLibrary.show(media, workspace: workspace, in: $0) }
        let sha256 = try object.contentIfReady()
        return (sha256, object.mimetype ?? "application/octet-stream", object.filename)
    }

    func answer(_ sha256: String, type: String, filename: String?) -> HTTPResponse {
        HTTPResponse(
            200,
            headers: [
                ("Content-Disposition", Disposition(type: type, filename: filename).text),
                // Whatever a customer sends, it must not run as ours.
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src 'none'; sandbox"),
                ("Cache-Control", "private, max-age=31536000, immutable"),
            ],
            body: .file(FileBody(path: library.content.path(of: sha256), type: type, tag: sha256))
        )
    }

    func put(_ request: HTTPRequest, _ path: PathParameters, _: Void) async throws -> HTTPResponse {
        let (workspace, media) = try (
            path.id("workspace", of: Subject.Workspace.self), path.id("media", of: Subject.Media.self)
        )
        let name = request.header(MediaDataPlane.filenameHeader)
        let (content, type) = try await library.take(
            request.body,
            limit: MediaDataPlane.limit,
            declared: request.header("content-type")
        )
        let object = try await library.add(
            media,
            content,
            type: type,
            filename: name,
            by: request.header(MediaDataPlane.uploaderHeader).flatMap(Uploader.init),
            workspace: workspace
        )
        return try .json(201, object)
    }
}

/// All routes of the data plane ask for the same: a signed address.
enum DataPlaneAccess: Sendable {
    case signed
}
