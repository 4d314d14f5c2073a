import Crypto
import Glibc

/// A file while its bytes come in. It is removed with its owner, unless it was released.
struct IncomingFile: ~Copyable {
    let path: String
    private let descriptor: Int32
    private var hash = SHA256()
    private var size = 0
    private var isReleased = false

    init(path: String) throws(ContentStoreError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ContentStoreError("open", path) }
    }

    deinit {
        guard !isReleased else { return }
        close(descriptor)
        unlink(path)
    }

    /// What has come so far.
    var content: StoredContent { StoredContent(sha256: hash.hex(), size: size) }

    /// Writes to the page cache, which does not wait for the disk.
    mutating func append(_ bytes: [UInt8]) throws(ContentStoreError) {
        var written = 0
        while written < bytes.count {
            let rest = bytes[written...]
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw ContentStoreError("write", path) }
            written += count
        }
        hash.update(bytes)
        size += bytes.count
    }

    /// Hands over the open file, which then stays.
    consuming func release() -> (path: String, descriptor: Int32) {
        isReleased = true
        return (path, descriptor)
    }
}
