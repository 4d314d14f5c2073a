import Bus
import Contracts
import Runtime
import Store

/// Files as rows: which there are, and in what state.
struct MediaLibrary: Sendable {
    let store: any Store
    let content: ContentStore
    let sniffer: TypeSniffer
    let clock: WallClock

    /// Reads bytes until they end and keeps them durably.
    /// - Parameter limit: in bytes; what is over it is refused while it comes in, and nothing stays.
    /// - Throws: 413 `media_too_large`, 422 for an empty file.
    func take<Chunks: AsyncSequence>(
        _ chunks: Chunks,
        limit: Int,
        declared: String?
    ) async throws -> (content: StoredContent, type: String) where Chunks.Element == [UInt8] {
        var file = try content.begin()
        for try await chunk in chunks {
            guard file.content.size + chunk.count <= limit else {
                throw Problem.tooLarge(file: limit)
            }
            try file.append(chunk)
        }
        guard file.content.size > 0 else { throw Problem.invalid([FieldProblem("file", "is empty")]) }
        let type = await sniffer.type(of: file.path, declared: declared)
        return (try await keep(file), type)
    }

    /// - Parameter uploader: nil for what nobody of the staff put in.
    /// - Throws: 409 `conflict` when the id is taken: a stored file never changes.
    func add(
        _ media: MediaID,
        _ stored: StoredContent,
        type: String,
        filename: String?,
        by uploader: Uploader? = nil,
        workspace: WorkspaceID
    ) async throws -> MediaObject {
        let now = clock.now()
        return try await store.write { transaction in
            guard try transaction.first(MediaQuery.show, workspace, media) == nil else {
                throw Problem(409, "conflict", "There is a file of this id, and files never change.")
            }
            try Self.need(stored.sha256, now: now, in: transaction)
            let columns: [any SQLBindable] = [
                workspace, media, type, filename, stored.size, stored.sha256, now, MediaClass(mimetype: type),
                uploader?.staff, uploader?.token,
            ]
            try transaction.run(MediaQuery.add, arguments: columns)
            return try Self.show(media, workspace: workspace, in: transaction)
        }
    }

    /// Stores a file that was made of another; made again, it stays as it is.
    func put(
        _ media: MediaID,
        _ stored: StoredContent,
        of original: MediaID,
        as group: MediaClass,
        type: String,
        filename: String?,
        workspace: WorkspaceID
    ) async throws -> MediaObject {
        let now = clock.now()
        return try await store.write { transaction in
            try Self.need(stored.sha256, now: now, in: transaction)
            let columns: [any SQLBindable] = [
                workspace, media, type, filename, stored.size, stored.sha256, now, group, original,
            ]
            try transaction.run(MediaQuery.put, arguments: columns)
            return try Self.show(media, workspace: workspace, in: transaction)
        }
    }

    func describe(_ request: DescribeMedia, _ context: RequestContext, _ reader: any Reader) throws -> MediaObject {
        try Self.show(request.media, workspace: context.workspace, in: reader)
    }

    static func show(_ media: MediaID, workspace: WorkspaceID, in reader: any Reader) throws -> MediaObject {
        guard let row = try reader.first(MediaQuery.show, workspace, media) else { throw Problem.notFound("file") }
        return try MediaObject(row)
    }
}

extension Problem {
    /// - Parameter limit: in bytes.
    static func tooLarge(file limit: Int) -> Problem {
        Problem(413, "media_too_large", "A file may have up to \(limit) bytes. Send a smaller one.")
    }
}
