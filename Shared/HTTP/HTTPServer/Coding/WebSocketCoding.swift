import Contracts
import WebSocket

/// The HTTP side of a WebSocket's handshake.
/// - Source: RFC 6455, section 4.2.
enum WebSocketCoding {
    /// - Parameter subprotocol: chosen when the caller offers it.
    /// - Throws: ``Problem`` 426 when the request is no handshake, 400 when it is a broken one.
    static func response(
        to request: HTTPRequest,
        subprotocol: String?,
        _ upgrade: WebSocketUpgrade
    ) throws -> HTTPResponse {
        guard request.has("upgrade", in: "Connection"), request.has("websocket", in: "Upgrade"),
            request.header("Sec-WebSocket-Version") == "13"
        else {
            return HTTPResponse(
                Problem(426, "websocket_only", "This path speaks WebSocket, version 13."),
                headers: [("Sec-WebSocket-Version", "13")]
            )
        }
        guard let accept = request.header("Sec-WebSocket-Key").flatMap(WebSocketHandshake.accept) else {
            throw Problem(400, "malformed_handshake", "Sec-WebSocket-Key is not 16 bytes in base64.")
        }
        var headers = [(name: "Upgrade", value: "websocket"), (name: "Sec-WebSocket-Accept", value: accept)]
        if let subprotocol, request.has(subprotocol, in: "Sec-WebSocket-Protocol") {
            headers.append(("Sec-WebSocket-Protocol", subprotocol))
        }
        return HTTPResponse(101, headers: headers, body: .webSocket(upgrade))
    }
}

extension HTTPRequest {
    /// Whether a header's list of words has one, in any case of letters.
    fileprivate func has(_ word: String, in header: String) -> Bool {
        let words = self.header(header)?.lowercased().split(separator: ",") ?? []
        return words.contains { $0.filter { $0 != " " } == word.lowercased() }
    }
}
