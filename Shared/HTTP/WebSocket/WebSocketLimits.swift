/// What a WebSocket allows.
package struct WebSocketLimits: Sendable {
    /// Longest message taken in, in bytes; a longer one closes with 1009.
    package var longestMessage = 1 << 20
    /// Waiting to be sent, in bytes; past it the connection is closed with 1013.
    package var outbound = 1 << 20
    /// Messages taken in and not read yet; past it the connection is closed with 1008.
    package var incoming = 256
    package var pingEvery: Duration = .seconds(30)
    /// Without a byte from the other end the connection is dead; longer than ``pingEvery``.
    package var deadAfter: Duration = .seconds(75)
    /// How long the other end has to answer a close.
    package var closing: Duration = .seconds(5)

    package init() {}
}
