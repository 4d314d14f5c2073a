import Glibc

/// The body of a request on disk, so that it can be read from its beginning more than once, in the same memory whatever
/// its length. Its file has no name, so that nothing is left of it when the process is killed.
package final class SpooledBody: Sendable {
    private static let chunk = 64 * 1024

    private let descriptor: Int32

    /// Takes the body as it comes.
    /// - Parameters:
    ///   - folder: where the file is, such as `MYNAH_DATA`.
    ///   - took: is told of each piece.
    /// - Throws: ``SpoolError``; as ``RequestBody``.
    package init(_ body: RequestBody, in folder: String, took: () async throws -> Void = {}) async throws {
        let path = "\(folder)/upload-\(UInt64.random(in: 0...(.max)))"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SpoolError("open") }
        unlink(path)
        for try await bytes in body {
            try write(bytes)
            try await took()
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Its pieces from the beginning.
    package var chunks: Chunks { Chunks(body: self) }

    package struct Chunks {
        fileprivate let body: SpooledBody
        private var offset = 0

        fileprivate init(body: SpooledBody) {
            self.body = body
        }

        /// - Returns: nil at the end.
        package mutating func next() throws(SpoolError) -> [UInt8]? {
            var bytes = [UInt8](repeating: 0, count: SpooledBody.chunk)
            while true {
                let count = pread(body.descriptor, &bytes, bytes.count, offset)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw SpoolError("pread") }
                offset += count
                return count > 0 ? Array(bytes.prefix(count)) : nil
            }
        }
    }

    /// To the page cache, which does not wait for the disk.
    private func write(_ bytes: [UInt8]) throws(SpoolError) {
        var written = 0
        while written < bytes.count {
            let rest = bytes[written...]
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SpoolError("write") }
            written += count
        }
    }
}

/// The file system refused.
package struct SpoolError: Error, Hashable, CustomStringConvertible {
    let function: String
    let code: Int32

    init(_ function: String) {
        self.function = function
        code = errno
    }

    package var description: String { "\(function): \(String(cString: strerror(code)))" }
}
