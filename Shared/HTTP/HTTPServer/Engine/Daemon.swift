import CMicroHTTP
import Glibc

/// libmicrohttpd with its threads. Its functions may be called on any thread, `stop` once and last.
final class Daemon: @unchecked Sendable {  // its manual: all functions here are thread-safe
    private let handle: OpaquePointer
    private let engine: Engine

    /// - Parameter listener: a listening socket, closed by ``stop()``.
    init(listener: Int32, engine: Engine) throws(HTTPServerError) {
        self.engine = engine
        let settings = cmhd_settings(
            listener: listener,
            threads: UInt32(engine.limits.threads),
            connections: UInt32(engine.limits.connections),
            idle_seconds: UInt32(engine.limits.idle.components.seconds),
            connection_memory: engine.limits.connectionMemory
        )
        let context = Unmanaged.passUnretained(engine).toOpaque()  // kept alive by this object until the threads end
        guard let handle = cmhd_start(settings, context, accessRequest, finishRequest, changePeer) else {
            throw .couldNotStart(code: errno)
        }
        self.handle = handle
    }

    /// Closes what is open, the listening socket too, and ends the threads. No connection may be suspended.
    ///
    /// `MHD_quiesce_daemon` is not used before it: in 0.9.75 it and a worker can take the socket out of one epoll set at
    /// once, and libmicrohttpd ends the process over that.
    func stop() {
        MHD_stop_daemon(handle)
    }
}
