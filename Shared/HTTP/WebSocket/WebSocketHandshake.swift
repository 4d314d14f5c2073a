import FoundationEssentials

/// How HTTP becomes a WebSocket.
/// - Source: RFC 6455, section 4.2.
package enum WebSocketHandshake {
    /// What a server answers to a client's `Sec-WebSocket-Key`; nil when that is not 16 bytes of base64.
    package static func accept(key: String) -> String? {
        guard Data(base64Encoded: key)?.count == 16 else { return nil }
        let digest = SHA1.digest(Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8))
        return Data(digest).base64EncodedString()
    }
}
