import Contracts
import Glibc
import TestPeers
import Testing
import WebSocket

@testable import gateway

extension LiveFrame {
    /// An item of tags, or a notification, whose sequence is its data.
    /// - Parameter staff: the one person whom the notification is for.
    static func sample(_ sequence: Int64, for staff: String? = nil, workspace: String = "w1") -> LiveFrame {
        let type: FeedItemType = staff == nil ? .tagsChanged : .notificationAdded
        let staff = staff.map { "\"staff\":\"\($0)\"," } ?? ""
        let data = "{\"number\":\(sequence)}"
        let payload = "{\"workspace\":\"\(workspace)\",\"type\":\"\(type.rawValue)\",\(staff)\"data\":\(data)}"
        return LiveFrame(sequence: sequence, workspace: WorkspaceID(trusted: workspace), payload: Array(payload.utf8))
    }
}

/// Both ends of a WebSocket that needs no server.
struct SocketPair {
    let connection: WebSocketConnection
    private let peer: FileDescriptor

    init(on loop: WebSocketLoop) {
        var ends: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        let ours = FileDescriptor(ends[0])
        peer = FileDescriptor(ends[1])
        connection = loop.add(socket: ours.raw) { ours.close() }
    }

    /// Closes, and tells the texts that have come until then; blocks meanwhile.
    func texts() -> [String] {
        connection.close()
        _ = peer.write([0x88, 0x80, 0, 0, 0, 0])
        var (bytes, texts) = (peer.readToEnd()[...], [String]())
        while let head = bytes.popFirst(), let short = bytes.popFirst() {
            var length = Int(short)
            if short == 126 { length = Int(bytes.removeFirst()) << 8 | Int(bytes.removeFirst()) }
            if head & 0x0F == 1 { texts.append(String(decoding: bytes.prefix(length), as: UTF8.self)) }
            bytes = bytes.dropFirst(length)
        }
        return texts
    }
}
