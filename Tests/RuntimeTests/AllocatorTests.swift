import Glibc
import Testing

@testable import Runtime

@Suite(.timeLimit(.minutes(2)))
struct AllocatorTests {
    private static let size = 1024
    private static let count = 200_000

    /// 200 MB come and go, as after a crowd of browsers.
    @Test func `what lies free between pieces in use goes back, though nobody allocates`() async throws {
        let pieces = (0..<Self.count).map { _ in
            let piece = UnsafeMutableRawPointer.allocate(byteCount: Self.size, alignment: 16)
            memset(piece, 1, Self.size)
            return piece
        }
        let before = ProcessMetrics.memory().resident
        for (index, piece) in pieces.enumerated() where index % 64 != 0 { piece.deallocate() }
        defer { for (index, piece) in pieces.enumerated() where index % 64 == 0 { piece.deallocate() } }
        while before - ProcessMetrics.memory().resident < 100 << 20 { try await Task.sleep(for: .milliseconds(50)) }
    }
}
