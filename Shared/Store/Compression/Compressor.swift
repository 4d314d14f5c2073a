import CZstd
import Synchronization

/// zstd's memory for compressing, some hundred kilobytes, which is kept for the next time.
///
/// `@unchecked`: it is in one hand at a time.
final class Compressor: @unchecked Sendable {
    private static let spare = Mutex<Compressor?>(nil)

    private let context: OpaquePointer

    private init?() {
        guard let context = ZSTD_createCCtx() else { return nil }
        self.context = context
    }

    deinit { ZSTD_freeCCtx(context) }

    /// - Returns: a frame that tells how long the bytes were; nil without memory for it.
    static func compress(_ bytes: [UInt8], level: Int32) -> [UInt8]? {
        let kept = spare.withLock { spare in
            defer { spare = nil }
            return spare
        }
        guard let compressor = kept ?? Compressor() else { return nil }
        defer { spare.withLock { $0 = compressor } }
        let frame = [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) { frame, count in
            let size = ZSTD_compressCCtx(
                compressor.context,
                frame.baseAddress,
                frame.count,
                bytes,
                bytes.count,
                level
            )
            count = ZSTD_isError(size) == 0 ? size : 0
        }
        return frame.isEmpty ? nil : frame
    }
}
