import Contracts
import Runtime
import Store

/// Bytes and the rows that need them.
///
/// Bytes are told apart by their hash, so that they can be removed by one while another stores them again. Whoever stores
/// bytes therefore watches over them first, puts them where they belong, and watches on in the transaction that writes
/// the row which needs them. Bytes that nobody watches over or needs are doomed in a transaction, then removed, then
/// forgotten; a process may be killed between any two of these.
extension MediaLibrary {
    /// How long bytes stay that nothing needs: longer than it takes to store what does.
    static let grace = Duration.seconds(600)

    /// Puts a written file where its hash says, durably.
    /// - Throws: 503 `busy` when the same bytes are being removed and that does not end.
    func keep(_ file: consuming IncomingFile) async throws -> StoredContent {
        let sha256 = file.content.sha256
        try await watch(sha256)
        return try await content.keep(file)
    }

    private func watch(_ sha256: String) async throws {
        for _ in 0..<50 {
            let until = clock.now() + Self.grace
            if try await store.write({ try $0.run(RetentionQuery.watch, sha256, until) }) == 1 { return }
            try await Task.sleep(for: .milliseconds(100))  // a removal takes a few of these
        }
        throw Problem.busy
    }

    /// Says that a row of this transaction needs the bytes.
    /// - Throws: 503 `busy` when they have been removed since they were kept, and have to be kept again.
    static func need(_ sha256: String, now: Timestamp, in transaction: any Transaction) throws {
        guard try transaction.run(RetentionQuery.watchOn, sha256, now + grace) == 1 else { throw Problem.busy }
    }
}

extension Problem {
    static let busy = Problem(503, "busy", "The same bytes are being removed just now; try again.", retryAfter: 1)
}
