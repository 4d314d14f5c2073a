import WebSocket

/// The turn of a connection from HTTP to a WebSocket.
package struct WebSocketUpgrade: Sendable {
    let limits: WebSocketLimits
    /// Runs while the connection is open; cancelled when it ends.
    let handler: @Sendable (WebSocketConnection) async throws -> Void
}
