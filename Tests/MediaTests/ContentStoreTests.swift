import Crypto
import Foundation
import Testing

@testable import media

struct ContentStoreTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path

    private func withContent(_ test: (ContentStore) async throws -> Void) async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await test(ContentStore(folder: folder))
    }

    @Test func `keeps bytes under their hash, equal ones once`() async throws {
        try await withContent { store in
            for _ in 0..<2 {
                var file = try store.begin()
                try file.append(Array("hel".utf8))
                try file.append(Array("lo".utf8))
                let content = try await store.keep(file)
                #expect(content == StoredContent(sha256: SHA256.hex(of: "hello"), size: 5))
                #expect(FileManager.default.contents(atPath: store.path(of: content.sha256)) == Data("hello".utf8))
            }
        }
    }

    @Test func `a file that is not kept leaves nothing behind`() async throws {
        try await withContent { store in
            func abandon() throws -> String {
                var file = try store.begin()
                try file.append([1, 2, 3])
                #expect(FileManager.default.fileExists(atPath: file.path))
                return file.path
            }
            let path = try abandon()
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func `another instance that starts leaves alone what this one is in the middle of`() async throws {
        try await withContent { store in
            var file = try store.begin()
            try file.append(Array("hel".utf8))
            let other = try await ContentStore(folder: folder)
            try file.append(Array("lo".utf8))
            let content = try await store.keep(file)
            #expect(FileManager.default.contents(atPath: other.path(of: content.sha256)) == Data("hello".utf8))
        }
    }

    @Test func `what a dead instance was in the middle of is gone`() async throws {
        try await withContent { _ in
            let left = try await leave()
            #expect(FileManager.default.fileExists(atPath: left))
            // Earlier versions had no folders of their own.
            let half = folder + "/incoming/half"
            _ = FileManager.default.createFile(atPath: half, contents: Data([1]))
            _ = try await ContentStore(folder: folder)
            #expect(!FileManager.default.fileExists(atPath: left) && !FileManager.default.fileExists(atPath: half))
        }
    }

    /// A file as an instance leaves it that is killed.
    private func leave() async throws -> String {
        var file = try await ContentStore(folder: folder).begin()
        try file.append([1, 2, 3])
        let (path, descriptor) = file.release()
        close(descriptor)
        return path
    }
}
