import CZstd

/// Bytes of a column, compressed by zstd where that makes them smaller.
package struct Packed: Sendable {
    /// What cannot be unpacked.
    package struct Damaged: Error {}

    package let bytes: [UInt8]
    /// Whether the bytes are a frame of zstd's: RFC 8878.
    package let isFrame: Bool

    /// Fewer bytes than these are left as they are.
    private static let least = 1024
    /// More are left as they are, so that nothing is packed that will not be unpacked.
    package static let most = 64 << 20

    package init(packing plain: [UInt8]) {
        if Self.least...Self.most ~= plain.count, let frame = Compressor.compress(plain), frame.count < plain.count {
            (bytes, isFrame) = (frame, true)
        } else {
            (bytes, isFrame) = (plain, false)
        }
    }

    /// As they are in the column.
    package init(bytes: [UInt8], isFrame: Bool) {
        self.bytes = bytes
        self.isFrame = isFrame
    }

    /// - Parameter limit: of the plain bytes; more of them are taken for damage.
    /// - Throws: ``Damaged``.
    package func unpacked(limit: Int = most) throws -> [UInt8] {
        guard isFrame else { return bytes }
        let size = ZSTD_getFrameContentSize(bytes, bytes.count)
        guard size <= UInt64(limit) else { throw Damaged() }  // zstd's codes for errors are far above it
        return try [UInt8](unsafeUninitializedCapacity: Int(size)) { plain, count in
            count = ZSTD_decompress(plain.baseAddress, plain.count, bytes, bytes.count)
            if ZSTD_isError(count) != 0 || count != Int(size) {
                count = 0
                throw Damaged()
            }
        }
    }
}
