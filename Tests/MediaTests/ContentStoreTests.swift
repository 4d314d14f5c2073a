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
            func abandon() throws {
                var file = try store.begin()
                try file.append([1, 2, 3])
                #expect(FileManager.default.fileExists(atPath: file.path))
            }
            try abandon()
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/incoming").isEmpty)
        }
    }

    @Test func `what an earlier run was in the middle of is gone`() async throws {
        try await withContent { _ in
            _ = FileManager.default.createFile(atPath: folder + "/incoming/half", contents: Data([1]))
            _ = try ContentStore(folder: folder)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/incoming").isEmpty)
        }
    }
}
