import CMicroHTTP
import Synchronization

// What libmicrohttpd calls, on its own threads.

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
    if let known = slot.pointee {
        return Unmanaged<Exchange>.fromOpaque(known).takeUnretainedValue().proceed(
            Connection(handle: connection),
            data,
            size
        )
    }
    guard let context else { return .NO }
    let engine = Unmanaged<Engine>.fromOpaque(context).takeUnretainedValue()
    guard let exchange = engine.accept(connection, url: url, method: method) else { return .NO }
    slot.pointee = Unmanaged.passRetained(exchange).toOpaque()  // released in finishRequest
    return exchange.proceed(Connection(handle: connection), data, size)
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
    let engine = Unmanaged<Engine>.fromOpaque(context).takeUnretainedValue()
    switch code {
    case .CONNECTION_NOTIFY_STARTED:
        let peer = Peer(socket: cmhd_socket(connection))
        engine.peers.withLock { $0[peer.socket] = peer }
        slot.pointee = Unmanaged.passRetained(peer).toOpaque()
    case .CONNECTION_NOTIFY_CLOSED:
        guard let known = slot.pointee else { return }
        slot.pointee = nil
        engine.closed(Unmanaged<Peer>.fromOpaque(known).takeRetainedValue())
    @unknown default: return
    }
}
