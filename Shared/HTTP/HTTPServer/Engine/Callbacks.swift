import CMicroHTTP
import Synchronization

// What libmicrohttpd calls, on the thread of the connection's loop.

func accessRequest(
    _ context: UnsafeMutableRawPointer?,
    _ connection: OpaquePointer,
    _ url: UnsafePointer<CChar>,
    _ method: UnsafePointer<CChar>,
    _: UnsafePointer<CChar>,
    _ data: UnsafePointer<CChar>?,
    _ size: UnsafeMutablePointer<Int>,
    _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>
) -> MHD_Result {
    guard let context else { return .NO }
    let loop = Unmanaged<EventLoop>.fromOpaque(context).takeUnretainedValue()
    let connection = Connection(handle: connection, loop: loop)
    if let known = slot.pointee {
        return Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue().proceed(connection, data, size)
    }
    guard let exchange = loop.engine.accept(connection, url: url, method: method) else { return .NO }
    slot.pointee = Unmanaged.passRetained(exchange).toOpaque()  // released in finishRequest
    return exchange.proceed(connection, data, size)
}

func finishRequest(
    _: UnsafeMutableRawPointer?,
    _: OpaquePointer,
    _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
    _ code: MHD_RequestTerminationCode
) {
    guard let known = slot.pointee else { return }
    slot.pointee = nil
    Unmanaged<Exchange>.fromOpaque(known).takeRetainedValue().finished(code)
}

func changePeer(
    _ context: UnsafeMutableRawPointer?,
    _ connection: OpaquePointer,
    _ slot: UnsafeMutablePointer<UnsafeMutableRawPointer?>,
    _ code: MHD_ConnectionNotificationCode
) {
    guard let context else { return }
    let loop = Unmanaged<EventLoop>.fromOpaque(context).takeUnretainedValue()
    switch code {
    case .CONNECTION_NOTIFY_STARTED:
        loop.hasBegun.store(true, ordering: .relaxed)
        let peer = Peer(socket: cmhd_socket(connection))
        loop.engine.peers.withLock { $0[peer.socket] = peer }
        slot.pointee = Unmanaged.passRetained(peer).toOpaque()
    case .CONNECTION_NOTIFY_CLOSED:
        guard let known = slot.pointee else { return }
        slot.pointee = nil
        loop.connections.subtract(1, ordering: .relaxed)
        loop.engine.closed(Unmanaged<Peer>.fromOpaque(known).takeRetainedValue())
    @unknown default: return
    }
}
