import CZstd
import Synchronization

/// zstd's memory for compressing, some hundred kilobytes, which is kept for the next time.
///
/// `@unchecked`: its manual lets any thread use a context, one at a time, and it is in one hand at a time.
final class Compressor: @unchecked Sendable {
    private static let spare = Mutex<Compressor?>(nil)

    private let context: OpaquePointer

    /// The fastest of zstd's regular levels: what is alike in many messages is found all the same.
    private static let level: Int32 = 1

    private init?() {
        guard let context = ZSTD_createCCtx() else { return nil }
        self.context = context
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Self.level)
        // Damage would else go on to what is alike elsewhere.
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    }

    deinit { ZSTD_freeCCtx(context) }

    /// - Returns: a frame that tells how long the bytes were; nil without memory for it.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        let kept = spare.withLock { spare in
            defer { spare = nil }
            return spare
        }
        guard let compressor = kept ?? Compressor() else { return nil }
        defer { spare.withLock { $0 = compressor } }
        let frame = [UInt8](unsafeUninitializedCapacity: ZSTD_compressBound(bytes.count)) { frame, count in
            let size = ZSTD_compress2(compressor.context, frame.baseAddress, frame.count, bytes, bytes.count)
            count = ZSTD_isError(size) == 0 ? size : 0
        }
        return frame.isEmpty ? nil : frame
    }
}
