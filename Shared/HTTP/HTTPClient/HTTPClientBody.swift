/// What a request carries.
package enum HTTPClientBody: Sendable {
    case none
    case bytes([UInt8])
    /// A file by path, read while it is sent.
    case file(String)
    case stream(HTTPClientSource)

    /// Bytes that are made while they are sent: taken no faster than the peer takes them.
    /// - Parameter length: in bytes, when it is known; otherwise the body travels in chunks.
    package static func stream<Chunks: AsyncSequence & Sendable>(
        _ chunks: Chunks,
        length: Int? = nil
    ) -> HTTPClientBody where Chunks.Element == [UInt8] {
        .stream(
            HTTPClientSource(length: length) { push in
                for try await chunk in chunks where !chunk.isEmpty {
                    try await push(chunk)
                }
            }
        )
    }
}

/// A body that is made while it is sent.
package struct HTTPClientSource: Sendable {
    typealias Push = @Sendable ([UInt8]) async throws -> Void

    /// In bytes; nil when unknown.
    let length: Int?
    /// Pushes chunk after chunk; each push returns when there is room for the next.
    let pump: @Sendable (_ push: @escaping Push) async throws -> Void
}
