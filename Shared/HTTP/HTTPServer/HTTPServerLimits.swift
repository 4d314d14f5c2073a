import Glibc

/// What a server allows.
package struct HTTPServerLimits: Sendable {
    /// Threads that read and write; handlers begin on them. Half as many as processors: what the store and other tasks
    /// do for the same requests takes the rest.
    package var threads = max(1, processors / 2)
    /// Open at once; further ones wait in the kernel's queue.
    package var connections = 16_384
    /// Memory for the headers of one connection, in bytes; about half of it may be headers, more is answered with 431.
    package var connectionMemory = 16 * 1024
    /// Without a byte in either direction, while nothing is being worked on.
    package var idle: Duration = .seconds(60)
    /// From accepting a connection to the end of the headers of its first request.
    package var firstRequest: Duration = .seconds(20)
    /// From one answer to the end of the headers of the next request.
    package var nextRequest: Duration = .seconds(75)
    /// How long open requests may take once the server is to stop.
    package var drain: Duration = .seconds(7)

    package init() {}

    /// Of this machine.
    private static var processors: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }

    /// For a server of files: a thread for each processor, since to send them is all there is to do.
    package static var ofFiles: HTTPServerLimits {
        var limits = HTTPServerLimits()
        limits.threads = max(1, processors)
        return limits
    }
}
