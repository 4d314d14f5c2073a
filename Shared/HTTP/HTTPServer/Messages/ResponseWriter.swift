/// The sending end of a streamed response.
package struct ResponseWriter: Sendable {
    let exchange: Exchange

    /// Returns when the bytes are queued: at once while less than 256 KiB wait for the receiver.
    /// - Throws: `CancellationError` when the receiver is gone.
    package func write(_ bytes: [UInt8]) async throws {
        try await exchange.send(bytes)
    }
}
