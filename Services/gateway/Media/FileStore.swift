import Bus
import Contracts
import FoundationEssentials
import HTTPClient
import HTTPServer
import Runtime

/// The media service as the gateway uses it: bytes over its data plane, facts over the bus.
struct FileStore: Sendable {
    /// How long a file that a client names may take to come, in all.
    private static let patience = Duration.seconds(120)

    let bus: Bus
    /// For the data plane.
    let client: HTTPClient
    let outside: OutsideFiles
    let addresses: SignedFiles
    let clock: WallClock

    /// Stores the file of an order; nil when it has none.
    func store(_ order: SendOrder, by uploader: Uploader?, workspace: WorkspaceID) async throws -> MessageMedia? {
        guard let file = order.file else { return nil }
        let object: MediaObject
        switch file {
        case .stored(let media):
            object = try await bus.ask(DescribeMedia(media: media), workspace: workspace)
        case .bytes(let bytes):
            object = try await put(
                .bytes(bytes),
                type: order.mimetype,
                name: order.filename,
                by: uploader,
                workspace: workspace
            )
        case .url(let url):
            object = try await fetch(
                url,
                field: "file.url",
                type: order.mimetype,
                name: order.filename,
                by: uploader,
                workspace: workspace
            )
        }
        guard object.state == .ready else {
            throw Problem.invalid([FieldProblem("file", object.error ?? "is not ready")])
        }
        if order.type == .voice, let note = try await voiceNote(of: object.id, workspace: workspace) { return note }
        return MessageMedia(
            id: object.id,
            state: object.state,
            mimetype: object.mimetype,
            filename: order.filename ?? object.filename,
            size: object.size
        )
    }

    /// Whether a file is there and can be shown.
    func isReady(_ media: MediaID, workspace: WorkspaceID) async throws -> Bool {
        do {
            return try await bus.ask(DescribeMedia(media: media), workspace: workspace).state == .ready
        } catch let problem as Problem where problem.status == 404 {
            return false
        }
    }

    /// A recording as WhatsApp plays it; nil where that cannot be made here, and is left to WAHA.
    /// - Throws: 422 `media_unreadable` for what is no recording.
    private func voiceNote(of media: MediaID, workspace: WorkspaceID) async throws -> MessageMedia? {
        do {
            let note = try await bus.ask(ConvertVoice(media: media), workspace: workspace, within: .seconds(60))
            return MessageMedia(
                id: note.id,
                state: note.state,
                mimetype: ConvertVoice.mimetype,
                filename: note.filename,
                size: note.size
            )
        } catch let problem as Problem where problem.code == "ffmpeg_missing" {
            return nil
        }
    }

    /// Stores bytes that come as they are asked for.
    /// - Parameters:
    ///   - name: the file's own name; control characters are dropped.
    ///   - uploader: who sees it until a message or the gallery shows it.
    /// - Throws: 413 `media_too_large`, 422 for an empty file, 503 when the media service is not there; what the bytes
    ///   throw.
    func store<Chunks: AsyncSequence & Sendable>(
        _ chunks: Chunks,
        type: String?,
        name: String?,
        by uploader: Uploader?,
        workspace: WorkspaceID
    ) async throws -> MediaObject where Chunks.Element == [UInt8] {
        let stored = StoredChunks(chunks, limit: MediaDataPlane.limit)
        do {
            return try await put(.stream(stored), type: type, name: name, by: uploader, workspace: workspace)
        } catch {
            throw stored.fault.value ?? error
        }
    }

    /// Fetches a file from the internet into the store, piece by piece.
    /// - Parameter field: the name of the address in the request, for what is wrong with it.
    /// - Throws: 422 when it cannot be fetched; as ``store(_:type:name:by:workspace:)``.
    func fetch(
        _ url: String,
        field: String,
        type: String?,
        name: String?,
        by uploader: Uploader?,
        workspace: WorkspaceID
    ) async throws -> MediaObject {
        do {
            return try await within(Self.patience) {
                let answer = try await outside.open(url, field: field)
                let type = type ?? answer.header("content-type")
                return try await store(answer.body, type: type, name: name, by: uploader, workspace: workspace)
            }
        } catch is HTTPClientError {
            throw Problem.invalid([FieldProblem(field, "broke off in the middle")])
        } catch is TookTooLong {
            throw Problem.invalid([FieldProblem(field, "took longer than \(Self.patience) to come")])
        }
    }

    private func put(
        _ body: HTTPClientBody,
        type: String?,
        name: String?,
        by uploader: Uploader?,
        workspace: WorkspaceID
    ) async throws -> MediaObject {
        let media = MediaID(trusted: UUIDv7.make(at: clock.now()))
        var headers = [("content-type", Self.headerText(type ?? "application/octet-stream"))]
        if let name { headers.append((MediaDataPlane.filenameHeader, Self.headerText(name))) }
        if let uploader { headers.append((MediaDataPlane.uploaderHeader, uploader.text)) }
        let url = addresses.url(.put, MediaDataPlane.path(workspace: workspace, media: media))
        let response: HTTPClientResponse
        do {
            response = try await client.send(HTTPClientRequest("PUT", url, headers: headers, body: body))
        } catch {
            throw Problem.unavailable("media")
        }
        switch response.status {
        case 200..<300: return try JSONDecoder().decode(MediaObject.self, from: Data(response.body))
        case 413: throw Problem.mediaTooLarge
        default: throw Self.problem(response.status, response.body)
        }
    }

    /// What the data plane says is wrong.
    static func problem(_ answer: HTTPClientStream) async throws -> Problem {
        var body: [UInt8] = []
        for try await chunk in answer.body { body += chunk }
        return problem(answer.status, body)
    }

    /// Its own faults, and those of our signature, are not the caller's.
    private static func problem(_ status: Int, _ body: [UInt8]) -> Problem {
        let isCallers = (400..<500).contains(status) && status != 403 || [501, 503].contains(status)
        guard isCallers, let problem = try? JSONDecoder().decode(Problem.self, from: Data(body)) else {
            return .unavailable("media")
        }
        return problem
    }

    private static func headerText(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }.prefix(120)))
    }
}

/// Does the work, and gives it up when it takes longer.
/// - Throws: ``TookTooLong``; what the work throws.
private func within<Value: Sendable>(
    _ limit: Duration,
    _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await work() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw TookTooLong()
        }
        defer { group.cancelAll() }
        guard let first = try await group.next() else { throw CancellationError() }
        return first
    }
}

private struct TookTooLong: Error {}
