import CMicroHTTP
import Contracts
import Glibc

/// A file opened to be sent.
struct OpenFile: ~Copyable {
    private let descriptor: Int32
    let size: Int
    /// In quotes.
    let tag: String

    /// - Throws: ``Problem`` 404 when there is no such file, or it is none.
    init(_ body: FileBody) throws(Problem) {
        descriptor = open(body.path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            if descriptor >= 0 { close(descriptor) }
            throw .notFound("file")
        }
        size = Int(status.st_size)
        let time = status.st_mtim
        tag = "\"\(body.tag ?? "\(String(size, radix: 36))-\(time.tv_sec)-\(time.tv_nsec)")\""
    }

    deinit { close(descriptor) }

    /// libmicrohttpd's response for a part of the file; it sends it with `sendfile`.
    func response(_ part: Range<Int>) -> OpaquePointer? {
        if part.isEmpty { return cmhd_copied_response(0, nil) }
        let own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard own >= 0 else { return nil }
        let response = MHD_create_response_from_fd_at_offset64(UInt64(part.count), own, UInt64(part.lowerBound))
        if response == nil { close(own) }
        return response
    }
}
