/// An answer whose body is still coming in.
package struct HTTPClientStream: Sendable {
    package let head: HTTPClientHead
    package let body: HTTPClientChunks

    package var status: Int { head.status }

    package func header(_ name: String) -> String? { head.header(name) }
}

/// The body of an answer, chunk by chunk: read once, by one reader. The peer is slowed down to the reader's pace, and
/// dropping it unread gives the connection up.
package struct HTTPClientChunks: AsyncSequence, Sendable {
    package typealias Element = [UInt8]
    package typealias Failure = HTTPClientError

    private let lifeline: Lifeline

    init(_ transfer: Transfer, cancel: @escaping @Sendable () -> Void) {
        lifeline = Lifeline(transfer: transfer, cancel: cancel)
    }

    package func makeAsyncIterator() -> Iterator { Iterator(lifeline: lifeline) }

    package struct Iterator: AsyncIteratorProtocol {
        fileprivate let lifeline: Lifeline

        package mutating func next() async throws(HTTPClientError) -> [UInt8]? {
            try await next(isolation: nil)
        }

        package mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(HTTPClientError) -> [UInt8]? {
            let lifeline = lifeline
            return try await withTaskCancellationHandler {
                await lifeline.transfer.download.next()
            } onCancel: {
                lifeline.cancel()
            }.get()
        }
    }

    /// Ends the exchange when the last reader is gone.
    fileprivate final class Lifeline: Sendable {
        let transfer: Transfer
        let cancel: @Sendable () -> Void

        init(transfer: Transfer, cancel: @escaping @Sendable () -> Void) {
            self.transfer = transfer
            self.cancel = cancel
        }

        deinit { cancel() }
    }
}
