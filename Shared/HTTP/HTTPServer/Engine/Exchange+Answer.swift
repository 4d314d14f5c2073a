import CMicroHTTP
import Contracts
import Glibc
import Synchronization

/// How an answer becomes bytes on the connection; on its loop's thread.
extension Exchange {
    func queue(_ answer: HTTPResponse, on connection: Connection) -> MHD_Result {
        loop.goOn()  // it is written at the next look
        return switch answer.body {
        case .empty: put(answer.status, answer.headers, cmhd_copied_response(0, nil), connection)
        case .bytes(let bytes): put(answer, bytes, connection)
        case .file(let file): put(answer, file, connection)
        case .stream(let length, _): put(answer.status, answer.headers, streamed(length), connection)
        case .events: put(answer.status, answer.headers, streamed(nil), connection)
        case .webSocket: put(answer.status, answer.headers, upgradeResponse(), connection)
        }
    }

    private func put(
        _ status: Int,
        _ headers: [(name: String, value: String)],
        _ response: OpaquePointer?,
        _ connection: Connection
    ) -> MHD_Result {
        guard let response else { return .NO }
        defer { MHD_destroy_response(response) }
        for (name, value) in headers {
            _ = name.withCString { name in value.withCString { MHD_add_response_header(response, name, $0) } }
        }
        if engine.isStopping.load(ordering: .relaxed) { MHD_add_response_header(response, "Connection", "close") }
        return MHD_queue_response(connection.handle, UInt32(status), response)
    }

    private func put(_ answer: HTTPResponse, _ bytes: [UInt8], _ connection: Connection) -> MHD_Result {
        if answer.status == 200, let tag = answer.header("ETag"),
            EntityTag.matches(connection.value(.header, "If-None-Match"), tag)
        {
            return put(304, answer.headers, cmhd_copied_response(0, nil), connection)
        }
        let response = bytes.withUnsafeBytes { cmhd_copied_response($0.count, $0.baseAddress) }
        return put(answer.status, answer.headers, response, connection)
    }

    private func put(_ answer: HTTPResponse, _ body: FileBody, _ connection: Connection) -> MHD_Result {
        do {
            let file = try OpenFile(body)
            var headers =
                answer.headers + [("Content-Type", body.type), ("ETag", file.tag), ("Accept-Ranges", "bytes")]
            if EntityTag.matches(connection.value(.header, "If-None-Match"), file.tag) {
                return put(304, headers, cmhd_copied_response(0, nil), connection)
            }
            let isCurrent = connection.value(.header, "If-Range").map { $0 == file.tag } ?? true
            switch ByteRange(isCurrent ? connection.value(.header, "Range") : nil, of: file.size) {
            case .whole: return put(answer.status, headers, file.response(0..<file.size), connection)
            case .part(let part):
                headers.append(("Content-Range", "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.size)"))
                return put(206, headers, file.response(part), connection)
            case .unsatisfiable:
                let problem = Problem(416, "range_not_satisfiable", "The file has \(file.size) bytes.")
                return queue(
                    HTTPResponse(problem, headers: [("Content-Range", "bytes */\(file.size)")]),
                    on: connection
                )
            }
        } catch {
            return queue(HTTPResponse(error), on: connection)
        }
    }

    private func streamed(_ length: Int?) -> OpaquePointer? {
        let context = Unmanaged.passRetained(self).toOpaque()  // released in releaseExchange
        let size = length.map { UInt64($0) } ?? .max  // MHD_SIZE_UNKNOWN
        return MHD_create_response_from_callback(size, 64 * 1024, pullStream, context, releaseExchange)
    }

    /// Answers in the middle of a body that is not read to its end, where libmicrohttpd cannot: nothing else of this
    /// connection is on its way out then. The caller closes the connection.
    func refuse(_ answer: HTTPResponse) {
        var text = "HTTP/1.1 \(answer.status) \(String(cString: MHD_get_reason_phrase_for(UInt32(answer.status))))\r\n"
        for (name, value) in answer.headers { text += "\(name): \(value)\r\n" }
        var bytes = Array(text.utf8)
        let body: [UInt8] = if case .bytes(let body) = answer.body { body } else { [] }
        bytes += Array("Content-Length: \(body.count)\r\nConnection: close\r\n\r\n".utf8)
        bytes += body
        peer.state.withLock { $0.lingers = true }
        _ = Glibc.send(peer.socket, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }
}

private func pullStream(
    _ context: UnsafeMutableRawPointer?,
    _: UInt64,
    _ target: UnsafeMutablePointer<CChar>?,
    _ size: Int
) -> Int {
    guard let context else { return -2 }  // MHD_CONTENT_READER_END_WITH_ERROR
    let exchange = Unmanaged<Exchange>.fromOpaque(context).takeUnretainedValue()
    return exchange.pull(into: UnsafeMutableRawBufferPointer(start: target, count: size))
}

private func releaseExchange(_ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    Unmanaged<Exchange>.fromOpaque(context).release()
}
