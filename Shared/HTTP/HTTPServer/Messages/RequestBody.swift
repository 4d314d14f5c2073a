package import Contracts

/// The body of a request, for one reader: chunks as they arrive.
///
/// A body that is announced as 64 KiB or less is there when the handler begins, unless the sender asked whether to send
/// it. Of others nothing is read before the first chunk is asked for, and no more than 128 KiB ahead of the reader: a
/// slow reader slows the sender down. It can be read until the request is answered, not after.
package struct RequestBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    let exchange: Exchange

    /// As the sender announced it, in bytes; nil when it did not.
    package var length: Int? { exchange.announcedLength }

    package struct Iterator: AsyncIteratorProtocol {
        let exchange: Exchange

        /// - Throws: ``Problem`` 413 past the route's limit, 400 when the sender stopped in the middle;
        ///   `CancellationError`.
        package mutating func next() async throws -> [UInt8]? {
            try await exchange.nextChunk()
        }
    }

    package func makeAsyncIterator() -> Iterator { Iterator(exchange: exchange) }

    /// The whole body.
    /// - Parameter limit: in bytes; the route's own limit holds besides.
    /// - Throws: ``Problem`` 413 past the limit, 400 when the sender stopped in the middle; `CancellationError`.
    package func collect(limit: Int = .max) async throws -> [UInt8] {
        var bytes: [UInt8]
        if let whole = exchange.wholeBody() {
            bytes = whole
        } else {
            bytes = []
            for try await chunk in self {
                guard bytes.count + chunk.count <= limit else { throw Problem.tooLarge(limit: limit) }
                if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            }
        }
        guard bytes.count <= limit else { throw Problem.tooLarge(limit: limit) }
        return bytes
    }
}

/// A body was read after its request had been answered.
struct BodyIsPast: Error {}

extension Problem {
    /// - Parameter limit: in bytes.
    package static func tooLarge(limit: Int) -> Problem {
        Problem(413, "too_large", "The body is too large: at most \(limit) bytes are taken here.")
    }
}
