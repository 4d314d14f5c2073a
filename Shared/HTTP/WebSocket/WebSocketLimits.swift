/// What a WebSocket allows.
package struct WebSocketLimits: Sendable {
    /// Longest message taken in, in bytes; a longer one closes with 1009.
    package var longestMessage = 1 << 20
    /// Waiting to be sent, in bytes; past it the connection is closed with 1013.
    package var outbound = 1 << 20
    /// A sender that waits for room goes on when no more than this waits to be sent, in bytes.
    package var room = 1 << 18
    /// What a follower may not have been sent yet of its log, in bytes; past it the connection is closed with 1013. All
    /// who are behind share what is held for them.
    package var behind = 8 << 20
    /// What the kernel may hold besides, in bytes; nil leaves it to the kernel, which allows some megabytes.
    package var kernelBuffer: Int32?
    /// Without room for so long the other end is too slow: the connection is closed with 1013.
    package var patience: Duration = .seconds(30)
    /// Messages taken in and not read yet; past it the connection is closed with 1008. 0 drops all that come.
    package var incoming = 256
    package var pingEvery: Duration = .seconds(30)
    /// Without a byte from the other end the connection is dead; longer than ``pingEvery``.
    package var deadAfter: Duration = .seconds(75)
    /// How long the other end has to answer a close.
    package var closing: Duration = .seconds(5)

    package init() {}
}
