import Bus
import Contracts
import Crypto
import Foundation
import Runtime
import Store
import TestSupport
import Testing

@testable import media

/// A library whose files go with time.
struct RetentionHouse: Sendable {
    let library: MediaLibrary
    let sweeper: RetentionSweeper
    let clock: TestClock
    let workspace = WorkspaceID(trusted: "w1")

    func context(_ workspace: WorkspaceID? = nil) -> RequestContext {
        let now = clock.now
        return RequestContext(workspace: workspace ?? self.workspace, id: "r", deadline: now, now: now)
    }

    @discardableResult
    func upload(
        _ text: String,
        _ id: String,
        type: String = "image/png",
        in workspace: WorkspaceID? = nil
    ) async throws -> MediaID {
        let media = MediaID(trusted: id)
        let content = try await keep(text)
        _ = try await library.add(
            media,
            content,
            type: type,
            filename: nil,
            workspace: workspace ?? self.workspace
        )
        return media
    }

    /// Bytes without a row, as one has them who is killed between the two.
    func keep(_ text: String) async throws -> StoredContent {
        var file = try library.content.begin()
        try file.append(Array(text.utf8))
        return try await library.keep(file)
    }

    func set(_ days: [MediaClass: Int], in workspace: WorkspaceID? = nil) async throws {
        var retention = MediaRetention()
        for (group, days) in days { retention[group] = days }
        let (request, context) = (SetRetention(retention: retention), context(workspace))
        #expect(try await library.store.write { try RetentionRules().set(request, context, $0) } == retention)
        #expect(
            try await library.store.read { try RetentionRules().show(ShowRetention(), context, $0) } == retention
        )
    }

    func pass(days: Int, _ seconds: Int = 0) async throws {
        clock.advance(by: .seconds(days * 86_400 + seconds))
        try await sweeper.sweep()
    }

    func state(_ media: MediaID, in workspace: WorkspaceID? = nil) async throws -> MediaState {
        try await library.store.read {
            try MediaLibrary.show(media, workspace: workspace ?? self.workspace, in: $0).state
        }
    }

    func isThere(_ text: String) -> Bool {
        FileManager.default.fileExists(atPath: library.content.path(of: SHA256.hex(of: text)))
    }

    func count(_ table: String) async throws -> Int {
        try await library.store.read { try $0.first(sql: "SELECT COUNT(*) FROM \(table)")?.get(0) ?? -1 }
    }
}

/// Runs a test in an empty one.
func withRetentionHouse(_ engine: StoreEngine, _ test: (RetentionHouse) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await withStore(engine) { store in
        try await store.migrate("bus", Bus.migrations)
        try await store.migrate("media", migrations)
        let clock = TestClock()
        let library = MediaLibrary(
            store: store,
            content: try await ContentStore(folder: folder),
            sniffer: TypeSniffer(),
            clock: clock.clock
        )
        let sweeper = RetentionSweeper(library: library, outbox: Outbox(.media), logger: .silent)
        try await test(RetentionHouse(library: library, sweeper: sweeper, clock: clock))
    }
}
