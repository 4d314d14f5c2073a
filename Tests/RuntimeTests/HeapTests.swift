import Glibc
import Testing

@testable import Runtime

@Suite(.serialized, .timeLimit(.minutes(1)))
struct HeapTests {
    private static let size = 1024
    private static let count = 200_000

    /// Leaves some 200 MB free between pieces in use while the body runs.
    private func fragmented<Result>(_ body: () async throws -> Result) async rethrows -> Result {
        let pieces = (0..<Self.count).map { _ in
            let piece = UnsafeMutableRawPointer.allocate(byteCount: Self.size, alignment: 16)
            memset(piece, 1, Self.size)
            return piece
        }
        for (index, piece) in pieces.enumerated() where index % 64 != 0 { piece.deallocate() }
        defer { for (index, piece) in pieces.enumerated() where index % 64 == 0 { piece.deallocate() } }
        return try await body()
    }

    @Test func `what lies free between pieces in use goes back`() async {
        await fragmented {
            let before = Heap.unused
            #expect(before > 150 << 20)
            Heap.trim()
            #expect(before - Heap.unused > 100 << 20)
        }
    }

    @Test func `the keeper sees to it, until it is ended`() async throws {
        try await fragmented {
            let before = Heap.unused
            let keeping = Task { try await HeapKeeper(interval: .milliseconds(5)).run() }
            while before - Heap.unused < 100 << 20 { try await Task.sleep(for: .milliseconds(5)) }
            keeping.cancel()
            await #expect(throws: CancellationError.self) { try await keeping.value }
        }
    }
}
