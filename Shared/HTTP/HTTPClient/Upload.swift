import Glibc
import Synchronization

/// What goes out. The client's thread takes it piece by piece.
final class Upload: Sendable {
    enum Pull: Equatable {
        case bytes(Int)
        /// Nothing just now: paused until woken.
        case waiting
        case ended
        case failed(String)
    }

    private enum Source: Sendable {
        case bytes([UInt8])
        case file(OpenFile)
        case stream(UploadPipe)
    }

    /// In bytes; nil when unknown.
    let length: Int?
    private let source: Source
    private let offset = Mutex(0)

    /// - Parameter resume: called when there is something to send after ``Pull/waiting``.
    /// - Throws: ``HTTPClientError/unreadableFile(_:)``.
    init(_ body: HTTPClientBody, resume: @escaping @Sendable () -> Void) throws(HTTPClientError) {
        switch body {
        case .none:
            (source, length) = (.bytes([]), 0)
        case .bytes(let bytes):
            (source, length) = (.bytes(bytes), bytes.count)
        case .file(let path):
            let file = try OpenFile(path)
            (source, length) = (.file(file), file.size)
        case .stream(let stream):
            (source, length) = (.stream(UploadPipe(stream, resume: resume)), stream.length)
        }
    }

    func pull(into buffer: UnsafeMutableRawBufferPointer) -> Pull {
        offset.withLock { offset in
            let pull = take(from: offset, into: buffer)
            switch pull {
            case .bytes(let count):
                offset += count
                guard let length, offset > length else { return pull }
                return .failed("the body is longer than its promised \(length) bytes")
            case .ended:
                guard let length, offset < length else { return pull }
                return .failed("the body ended after \(offset) of \(length) bytes")
            case .waiting, .failed:
                return pull
            }
        }
    }

    /// Goes back to the start, to send again on a fresh connection.
    /// - Returns: false when the source can be read only once.
    func rewind() -> Bool {
        if case .stream = source { return false }
        offset.withLock { $0 = 0 }
        return true
    }

    /// Nobody will pull again.
    func close() {
        if case .stream(let pipe) = source { pipe.close() }
    }

    private func take(from offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Pull {
        switch source {
        case .bytes(let bytes):
            let count = min(buffer.count, bytes.count - offset)
            guard count > 0 else { return .ended }
            bytes.withUnsafeBytes {
                buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + count]))
            }
            return .bytes(count)
        case .file(let file):
            return file.read(at: offset, into: buffer)
        case .stream(let pipe):
            return pipe.pull(into: buffer)
        }
    }
}

/// A file opened to be sent.
private final class OpenFile: Sendable {
    /// In bytes, when it was opened.
    let size: Int
    private let descriptor: Int32

    init(_ path: String) throws(HTTPClientError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadableFile(String(cString: strerror(errno))) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            Glibc.close(descriptor)
            throw .unreadableFile("not a file")
        }
        size = Int(status.st_size)
    }

    deinit { Glibc.close(descriptor) }

    func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Upload.Pull {
        let count = pread(descriptor, buffer.baseAddress, min(buffer.count, size - offset), off_t(offset))
        guard count >= 0 else { return .failed(String(cString: strerror(errno))) }
        return count == 0 ? .ended : .bytes(count)
    }
}
