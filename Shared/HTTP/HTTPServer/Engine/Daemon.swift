import CMicroHTTP
import Glibc

/// libmicrohttpd for the connections of one ``EventLoop``.
///
/// `@unchecked`: once made it is used by the loop's thread alone.
final class Daemon: @unchecked Sendable {
    private let handle: OpaquePointer
    /// Readable as soon as there is something to do.
    let descriptor: Int32

    /// - Parameter loop: kept alive by the caller until ``stop()``.
    init(of loop: EventLoop) throws(HTTPServerError) {
        let limits = loop.engine.limits
        let settings = cmhd_settings(
            connections: UInt32(limits.connections),
            idle_seconds: UInt32(limits.idle.components.seconds),
            connection_memory: limits.connectionMemory
        )
        let context = Unmanaged.passUnretained(loop).toOpaque()
        guard let handle = cmhd_start(settings, context, accessRequest, finishRequest, changePeer) else {
            throw .couldNotStart(code: errno)
        }
        self.handle = handle
        descriptor = cmhd_descriptor(handle)
    }

    /// In how long it wants to be run though nothing comes, in milliseconds: 0 while there is something to go on with;
    /// nil when it does not care.
    var patience: UInt64? {
        var milliseconds: UInt64 = 0
        return MHD_get_timeout(handle, &milliseconds) == .YES ? milliseconds : nil
    }

    /// Takes over an accepted connection.
    func add(_ socket: Int32) {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getpeername(socket, $0, &size)
                _ = MHD_add_connection(handle, socket, $0, size)
            }
        }
    }

    /// Reads, has handlers begin, and writes: all that can be done without waiting.
    func run() {
        MHD_run(handle)
    }

    /// Closes what is open. No connection may be suspended.
    func stop() {
        MHD_stop_daemon(handle)
    }
}
