import Contracts
import Glibc
import Runtime
import Store

/// Files made of other files, once for all that have the same bytes.
struct DerivedFiles: Sendable {
    /// How long bytes of which nothing could be made are not tried again.
    private static let rest = Duration.seconds(3600)

    let library: MediaLibrary
    let ffmpeg: FFmpeg
    /// Conversions at one time.
    let gate = Gate(width: 2, queue: 100)

    /// What to make.
    struct Recipe: Sendable {
        /// For the table: `thumbnail-96`.
        let kind: String
        /// ffmpeg's options on how to read the file.
        let reading: [String]
        /// On what to make of it.
        let writing: [String]
    }

    /// The file that is made of bytes by a recipe, made now if it is not there yet.
    /// - Throws: 422 `media_unreadable`, 501 `ffmpeg_missing`, 503 `overloaded`.
    func make(_ recipe: Recipe, of sha256: String) async throws -> StoredContent {
        if let known = try await known(recipe, of: sha256) { return known }
        return try await gate.run {
            // Somebody else may have wanted the same meanwhile.
            if let known = try await known(recipe, of: sha256) { return known }
            do {
                let content = try await convert(recipe, sha256)
                try await record(recipe, of: sha256, content)
                return content
            } catch is FFmpeg.Unreadable {
                try await record(recipe, of: sha256, nil)
                throw Problem.unreadable
            }
        }
    }

    private func known(_ recipe: Recipe, of sha256: String) async throws -> StoredContent? {
        let row = try await library.store.read { try $0.first(MediaQuery.derived, sha256, recipe.kind) }
        guard let row else { return nil }
        guard let derived: String = try row.get("sha256") else {
            let triedAt: Timestamp = try row.get("made_at")
            guard triedAt + Self.rest < library.clock.now() else { throw Problem.unreadable }
            return nil
        }
        return StoredContent(sha256: derived, size: try row.get("size"))
    }

    private func convert(_ recipe: Recipe, _ sha256: String) async throws -> StoredContent {
        let output = library.content.scratch()
        defer { unlink(output) }
        try await ffmpeg.convert(
            library.content.path(of: sha256),
            reading: recipe.reading,
            writing: recipe.writing,
            to: output
        )
        return try await library.keep(library.content.begin(copying: output))
    }

    /// - Parameter content: nil when nothing could be made.
    private func record(_ recipe: Recipe, of sha256: String, _ content: StoredContent?) async throws {
        let now = library.clock.now()
        try await library.store.write { transaction in
            // What is made of bytes goes with them.
            try MediaLibrary.need(sha256, now: now, in: transaction)
            if let content { try MediaLibrary.need(content.sha256, now: now, in: transaction) }
            try transaction.run(MediaQuery.derive, sha256, recipe.kind, content?.sha256, content?.size, now)
        }
    }
}

extension Problem {
    static let unreadable = Problem(
        422,
        "media_unreadable",
        "Nothing can be made of this file: it is damaged, too large, or of a kind that is not understood."
    )
}
