import CWslay
import Glibc

/// One WebSocket as its loop's thread has it: the frames and the socket. It stays on that thread.
final class WebSocketSession {
    let socket: Int32
    let connection: WebSocketConnection
    let limits: WebSocketLimits
    /// Gives the socket back.
    let release: @Sendable () -> Void
    private var frames: OpaquePointer?
    /// Bytes that came with the handshake.
    private var early: ArraySlice<UInt8>
    /// The frames being sent; none between them.
    private var chunk: ArraySlice<UInt8> = []
    /// How much of the connection's room they take.
    private var chunkSize = 0
    /// The log that the connection follows.
    private(set) var log: WebSocketLog?
    /// Bytes that may still be read in this turn.
    private var allowance = 0
    private var heard = ContinuousClock.now
    private var pinged = ContinuousClock.now
    private var isCloseQueued = false
    private var closingSince: ContinuousClock.Instant?
    /// Whether the kernel takes no more for now.
    private(set) var wantsWrite = false

    init(_ arrival: WebSocketLoop.Arrival) {
        socket = arrival.socket
        connection = arrival.connection
        limits = arrival.limits
        release = arrival.release
        early = arrival.early[...]
        if var size = limits.kernelBuffer {
            setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        let longest = UInt64(limits.longestMessage)
        let this = Unmanaged.passUnretained(self).toOpaque()  // freed in end(), before this object
        frames = cwslay_server(receiveBytes, sendBytes, takeMessage, longest, this)
    }

    deinit { if let frames { wslay_event_context_free(frames) } }

    /// Bytes that are read before it is another's turn; epoll tells of the rest again.
    private static let portion = 32 << 10
    /// Pings without an answer yet, of which the network takes none: who sends more does not read.
    private static let unanswered = 64

    /// Reads some of what has come. False when the connection is over.
    func read() -> Bool {
        allowance = Self.portion
        guard let frames, wslay_event_recv(frames) == 0, write() else { return false }
        return wslay_event_get_queued_msg_count(frames) <= Self.unanswered
    }

    /// Sends what is queued, as far as the kernel takes it. False when the connection is over.
    func write() -> Bool {
        guard let frames else { return false }
        repeat {
            guard sendChunk() else { return false }
            // wslay's own frames, which answer pings and close, go between ours only.
            guard chunk.isEmpty else { break }
            guard wslay_event_send(frames) == 0 else { return false }
        } while wslay_event_want_write(frames) == 0 && takeNext(frames)
        wantsWrite = !chunk.isEmpty || wslay_event_want_write(frames) != 0
        return wantsWrite || wslay_event_want_read(frames) != 0
    }

    /// Sends frames that others have made, as far as the kernel takes them. False when the connection is over.
    private func sendChunk() -> Bool {
        while !chunk.isEmpty {
            let count = chunk.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Self.flags) }
            if count < 0, errno == EINTR { continue }
            if count < 0 { return errno == EAGAIN }
            chunk = chunk.dropFirst(count)
        }
        return true
    }

    private static let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)

    /// True when there is something more to send.
    private func takeNext(_ frames: OpaquePointer) -> Bool {
        guard wslay_event_get_close_sent(frames) == 0 else { return false }
        let next = connection.next(sent: chunkSize)
        chunk = next.chunk?.frames[...] ?? []
        chunkSize = next.chunk?.own ?? 0
        log = next.log
        if next.chunk != nil { return true }
        guard !isCloseQueued, let close = connection.dueClose else { return false }
        isCloseQueued = true
        closingSince = closingSince ?? .now
        let reason = Array(close.reason.utf8.prefix(123))
        return wslay_event_queue_close(frames, close.code.rawValue, reason, reason.count) == 0
    }

    /// Called every second. False when the connection is over.
    func tick(_ now: ContinuousClock.Instant) -> Bool {
        guard now - heard < limits.deadAfter else { return false }
        connection.checkPace(now)
        if closingSince == nil, connection.dueClose != nil { closingSince = now }  // it may never take the close
        if let closingSince, now - closingSince > limits.closing { return false }
        if let frames, closingSince == nil, now - max(pinged, heard) > limits.pingEvery {
            pinged = now
            guard cwslay_queue(frames, Opcode.ping, nil, 0) == 0 else { return false }
            return write()
        }
        return true
    }

    /// Nothing more will be read or written.
    func end() {
        let isClosed = frames.map { wslay_event_get_close_received($0) != 0 } ?? false
        let code = frames.map { wslay_event_get_status_code_received($0) } ?? 0
        if let frames { wslay_event_context_free(frames) }
        frames = nil
        connection.ended(isClosed ? WebSocketCloseCode(rawValue: code == 1005 ? 1000 : code) : nil)
        release()
    }

    fileprivate func receive(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        heard = .now
        guard early.isEmpty else {
            let count = min(early.count, buffer.count)
            buffer.copyBytes(from: early.prefix(count))
            early = early.dropFirst(count)
            return count
        }
        guard allowance > 0 else {
            errno = EAGAIN
            return -1
        }
        let count = recv(socket, buffer.baseAddress, min(buffer.count, allowance), Int32(MSG_DONTWAIT))
        allowance -= max(count, 0)
        return count
    }

    fileprivate func arrived(_ message: UnsafePointer<wslay_event_on_msg_recv_arg>) {
        let bytes = UnsafeBufferPointer(start: message.pointee.msg, count: message.pointee.msg_length)
        switch message.pointee.opcode {
        case Opcode.text: connection.arrived(.text(String(decoding: bytes, as: UTF8.self)))
        case Opcode.binary: connection.arrived(.binary(Array(bytes)))
        default: break
        }
    }
}

private func session(_ user: UnsafeMutableRawPointer) -> WebSocketSession {
    Unmanaged<WebSocketSession>.fromOpaque(user).takeUnretainedValue()
}

private func receiveBytes(
    _ frames: OpaquePointer,
    _ buffer: UnsafeMutablePointer<UInt8>,
    _ length: Int,
    _: Int32,
    _ user: UnsafeMutableRawPointer?
) -> Int {
    guard let user else { return -1 }
    let count = session(user).receive(into: UnsafeMutableRawBufferPointer(start: buffer, count: length))
    if count > 0 { return count }
    if count < 0, errno == EAGAIN || errno == EINTR {
        cwslay_would_block(frames)
    } else {
        cwslay_failed(frames)
    }
    return -1
}

private func sendBytes(
    _ frames: OpaquePointer,
    _ data: UnsafePointer<UInt8>,
    _ length: Int,
    _ flags: Int32,
    _ user: UnsafeMutableRawPointer?
) -> Int {
    guard let user else { return -1 }
    let more = flags & Int32(WSLAY_MSG_MORE.rawValue) != 0 ? Int32(MSG_MORE) : 0
    let count = send(session(user).socket, data, length, Int32(MSG_DONTWAIT | MSG_NOSIGNAL) | more)
    if count >= 0 { return count }
    if errno == EAGAIN || errno == EINTR {
        cwslay_would_block(frames)
    } else {
        cwslay_failed(frames)
    }
    return -1
}

private func takeMessage(
    _: OpaquePointer,
    _ message: UnsafePointer<wslay_event_on_msg_recv_arg>,
    _ user: UnsafeMutableRawPointer?
) {
    guard let user else { return }
    session(user).arrived(message)
}
