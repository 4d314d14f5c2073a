import CCurl
import Glibc

// Called by curl on the client's thread, from inside curl_multi_perform and curl_easy_pause. The exchange outlives its
// handle, so it crosses unretained.

extension Exchange {
    func setCallbacks() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        ccurl_on_header(easy, { Exchange.at($3).onHeader(UnsafeRawBufferPointer(start: $0, count: $1 * $2)) }, context)
        ccurl_on_write(easy, { Exchange.at($3).onWrite(UnsafeRawBufferPointer(start: $0, count: $1 * $2)) }, context)
        ccurl_on_read(
            easy,
            { Exchange.at($3).onRead(UnsafeMutableRawBufferPointer(start: $0, count: $1 * $2)) },
            context
        )
        ccurl_on_seek(easy, { Exchange.at($0).onSeek(to: $1, from: $2) }, context)
        ccurl_on_prereq(easy, { context, _, _, _, _ in Exchange.at(context).onRequest() }, context)
        ccurl_on_socket(easy, { context, _, address in Exchange.at(context).onSocket(address) }, context)
    }

    private static func at(_ context: UnsafeMutableRawPointer) -> Exchange {
        Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
    }

    private func onHeader(_ line: UnsafeRawBufferPointer) -> Int {
        moved = .now
        guard !isHeadDone else { return line.count }  // a trailer
        switch head.read(line) {
        case .more:
            return line.count
        case .tooLarge:
            return fail(.tooLarge(limit: HeadParser.limit))
        case .done(let head):
            isHeadDone = true
            let limit = transfer.request.maxResponseBytes
            if transfer.request.method != "HEAD", let length = head.contentLength, length > limit {
                return fail(.tooLarge(limit: limit))
            }
            transfer.download.open(head)
            return line.count
        }
    }

    private func onWrite(_ bytes: UnsafeRawBufferPointer) -> Int {
        moved = .now
        let limit = transfer.request.maxResponseBytes
        guard received + bytes.count <= limit else { return fail(.tooLarge(limit: limit)) }
        guard transfer.download.offer(bytes) else {
            isReceivingPaused = true
            return Int(CURL_WRITEFUNC_PAUSE)
        }
        received += bytes.count
        return bytes.count
    }

    private func onRead(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        moved = .now
        switch transfer.upload.pull(into: buffer) {
        case .bytes(let count):
            return count
        case .ended:
            isSent = true
            return 0
        case .waiting:
            isSendingPaused = true
            return Int(CURL_READFUNC_PAUSE)
        case .failed(let text):
            failure = .bodyFailed(text)
            return Int(CURL_READFUNC_ABORT)
        }
    }

    private func onSeek(to offset: curl_off_t, from origin: Int32) -> Int32 {
        guard offset == 0, origin == SEEK_SET, transfer.upload.rewind() else { return CURL_SEEKFUNC_CANTSEEK }
        isSent = transfer.upload.length == 0
        return CURL_SEEKFUNC_OK
    }

    /// Just before the request goes out. curl sends a request again when a reused connection dies without an answer;
    /// one that must not be doubled is stopped here.
    private func onRequest() -> Int32 {
        moved = .now
        guard !wasIssued || transfer.request.isIdempotent else {
            failure = .connectionLost("the connection died without an answer")
            return CURL_PREREQFUNC_ABORT
        }
        wasIssued = true
        return CURL_PREREQFUNC_OK
    }

    private func onSocket(_ address: UnsafePointer<curl_sockaddr>) -> curl_socket_t {
        // The address is longer than the field it begins in, so it is read in place.
        let place = UnsafeRawPointer(address) + Self.addressOffset
        guard let ip = IPAddress(place.assumingMemoryBound(to: sockaddr.self)), addresses.allows(ip) else {
            wasRefused = true
            return CURL_SOCKET_BAD
        }
        let kind = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(address.pointee.family, kind, address.pointee.protocol)
    }

    private static let addressOffset = MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 0

    private func fail(_ error: HTTPClientError) -> Int {
        failure = error
        return 0
    }
}
