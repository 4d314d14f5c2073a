import Crypto
import HTTPClient
import Synchronization

/// Bytes read from somewhere and written as base64 inside a request, in constant memory.
struct Base64Stream: Sendable {
    /// Of the bytes; nil when nobody has told.
    private let length: Int?
    private let source: HTTPClientChunks
    private let health = Health()

    /// - Parameter length: must be right when it is given: the request promises it.
    init(_ source: HTTPClientChunks, length: Int?) {
        self.source = source
        self.length = length
    }

    /// Whether the source failed, so that no whole request can have left.
    var isBroken: Bool { health.isBroken.load(ordering: .acquiring) }

    /// The body of a request.
    func body(head: [UInt8], tail: [UInt8]) -> HTTPClientBody {
        let total = length.map { head.count + ($0 + 2) / 3 * 4 + tail.count }
        return .stream(Chunks(stream: self, head: head, tail: tail), length: total)
    }

    private final class Health: Sendable {
        let isBroken = Atomic(false)
    }

    private struct Chunks: AsyncSequence, Sendable {
        let stream: Base64Stream
        let head: [UInt8]
        let tail: [UInt8]

        func makeAsyncIterator() -> Iterator {
            Iterator(
                source: stream.source.makeAsyncIterator(),
                health: stream.health,
                head: head,
                tail: tail,
                missing: stream.length
            )
        }
    }

    private struct Iterator: AsyncIteratorProtocol {
        var source: HTTPClientChunks.Iterator
        let health: Health
        var head: [UInt8]
        var tail: [UInt8]
        /// Bytes that must still come, when that is known.
        var missing: Int?
        /// At most two bytes that wait for a third.
        var rest: [UInt8] = []
        var isDone = false

        mutating func next() async throws -> [UInt8]? {
            guard !isDone else { return nil }
            if !head.isEmpty {
                defer { head = [] }
                return head
            }
            do {
                while let chunk = try await source.next() {
                    missing = missing.map { $0 - chunk.count }
                    let bytes = rest + chunk
                    let whole = bytes.count / 3 * 3
                    rest = Array(bytes[whole...])
                    if whole > 0 { return Array(Base64.encode(Array(bytes[..<whole])).utf8) }
                }
                guard missing ?? 0 == 0 else { throw CutOff() }
            } catch {
                health.isBroken.store(true, ordering: .releasing)
                throw error
            }
            isDone = true
            return Array(Base64.encode(rest).utf8) + tail
        }
    }

    /// The source ended before its promised length, or went past it.
    struct CutOff: Error {}
}
