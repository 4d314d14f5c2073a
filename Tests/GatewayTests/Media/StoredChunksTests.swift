import Contracts
import Testing

@testable import gateway

struct StoredChunksTests {
    private struct Broken: Error {}

    private func chunks(_ sizes: [Int], thenFail fails: Bool = false) -> AsyncThrowingStream<[UInt8], any Error> {
        AsyncThrowingStream { continuation in
            for size in sizes { continuation.yield([UInt8](repeating: 0, count: size)) }
            continuation.finish(throwing: fails ? Broken() : nil)
        }
    }

    @Test func `lets a file through that just fits`() async throws {
        let stored = StoredChunks(chunks([3, 4]), limit: 7)
        var size = 0
        for try await chunk in stored { size += chunk.count }
        #expect(size == 7)
        #expect(stored.fault.value == nil)
    }

    @Test func `stops a file over the limit, and remembers why`() async throws {
        let stored = StoredChunks(chunks([3, 5, 1]), limit: 7)
        await #expect(throws: Problem.mediaTooLarge) { for try await _ in stored {} }
        #expect(stored.fault.value as? Problem == .mediaTooLarge)
    }

    @Test func `remembers what broke off`() async throws {
        let stored = StoredChunks(chunks([3], thenFail: true), limit: 7)
        await #expect(throws: Broken.self) { for try await _ in stored {} }
        #expect(stored.fault.value is Broken)
    }
}
