import Contracts
import Synchronization

/// A file's bytes on their way into the store, no more than it may have.
///
/// What stops them is remembered: who sends them on says only that something did.
struct StoredChunks<Base: AsyncSequence & Sendable>: AsyncSequence, Sendable where Base.Element == [UInt8] {
    typealias Element = [UInt8]

    final class Fault: Sendable {
        private let error = Mutex<(any Error)?>(nil)

        /// What stopped the bytes, when something did.
        var value: (any Error)? { error.withLock { $0 } }

        fileprivate func remember(_ error: any Error) {
            self.error.withLock { $0 = error }
        }
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var base: Base.AsyncIterator
        fileprivate let fault: Fault
        fileprivate var room: Int

        /// - Throws: 413 `media_too_large` at the limit; what the base throws.
        mutating func next() async throws -> [UInt8]? {
            do {
                guard let chunk = try await base.next() else { return nil }
                room -= chunk.count
                guard room >= 0 else { throw Problem.mediaTooLarge }
                return chunk
            } catch {
                fault.remember(error)
                throw error
            }
        }
    }

    let fault = Fault()
    private let base: Base
    private let limit: Int

    /// - Parameter limit: in bytes.
    init(_ base: Base, limit: Int) {
        self.base = base
        self.limit = limit
    }

    func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator(), fault: fault, room: limit) }
}
