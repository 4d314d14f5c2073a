import CMicroHTTP
import Runtime
import Synchronization
import WebSocket

/// How a connection becomes a WebSocket.
extension Exchange {
    func upgradeResponse() -> OpaquePointer? {
        cmhd_upgrade_response(takeUpgraded, nil)
    }

    /// The answer 101 is sent: the socket is ours until it is given back.
    fileprivate func upgraded(_ socket: Int32, early: [UInt8], _ handle: UpgradeHandle) {
        guard case .webSocket(let upgrade) = state.withLock({ $0.answer })?.body else { return handle.close() }
        state.withLock { state in
            state.copiedFields =
                state.copiedFields ?? Field.Kind.allCases.flatMap { state.connection?.values($0) ?? [] }
        }
        peer.state.withLock { peer in
            peer.isUpgraded = true
            peer.exchange = nil
        }
        endpoint.meter.observe(status: 101, duration: .now - began)
        let connection = engine.webSockets.add(socket: socket, early: early, limits: upgrade.limits) {
            handle.close()
            self.cancel()
        }
        let task = Task { await self.serve(connection, upgrade) }
        state.withLock { $0.task = task }
        if connection.closeCode != nil { task.cancel() }
    }

    private func serve(_ connection: WebSocketConnection, _ upgrade: WebSocketUpgrade) async {
        do {
            try await Trace.$current.withValue(trace()) { try await upgrade.handler(connection) }
            connection.close()
        } catch {
            if !(error is CancellationError) { _ = engine.problem(error, endpoint.name) }
            connection.close(.internalError, "the service failed")
        }
    }
}

/// libmicrohttpd's hold on an upgraded connection.
struct UpgradeHandle: @unchecked Sendable {  // its manual: the action may be taken on any thread
    let handle: OpaquePointer
    let loop: EventLoop

    func close() {
        cmhd_close_upgraded(handle)
        loop.wake()
    }
}

private func takeUpgraded(
    _: UnsafeMutableRawPointer?,
    _: OpaquePointer,
    _ slot: UnsafeMutableRawPointer?,
    _ extra: UnsafePointer<CChar>?,
    _ size: Int,
    _ socket: Int32,
    _ handle: OpaquePointer
) {
    guard let slot else { return cmhd_close_upgraded(handle) }
    let exchange = Unmanaged<Exchange>.fromOpaque(slot).takeUnretainedValue()
    let early = [UInt8](UnsafeRawBufferPointer(start: extra, count: extra == nil ? 0 : size))
    exchange.upgraded(socket, early: early, UpgradeHandle(handle: handle, loop: exchange.loop))
}
