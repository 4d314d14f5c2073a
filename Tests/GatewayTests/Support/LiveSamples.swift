import Contracts
import Glibc
import Runtime
import Store
import TestPeers
import Testing
import WebSocket

@testable import Bus
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

extension LiveFeed {
    /// Tells items of tags with some data, in one transaction.
    func tell(
        _ contents: [some Codable & Sendable],
        in workspace: WorkspaceID,
        _ store: any Store,
        _ outbox: Outbox
    ) async throws {
        try await store.write { transaction in
            for (number, data) in zip(1..., contents) {
                let at = Timestamp(milliseconds: Int64(number))
                let item = FeedItem(workspace: workspace, type: .tagsChanged, at: at, branch: nil, data: data)
                try outbox.emit(item, workspace: workspace, in: transaction)
            }
            transaction.afterCommit { self.wake() }
        }
    }
}

extension Store {
    /// Deletes what a workspace's feed has, as is done when its time is over.
    func forgetFeed(of workspace: WorkspaceID) async throws {
        let lane = Lane(key: workspace.text)
        let head = try await read { try $0.engine.eventLog.head(of: OwnTrack(.feed, lane), in: $0) }
        let later = WallClock.system.now() + .seconds(3600)
        try await engine.eventLog.prune(.feed, upTo: [lane: head], before: later, in: self)
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

    /// The next texts, so many; blocks meanwhile.
    func texts(_ count: Int) -> [String] {
        var (bytes, texts) = ([UInt8](), [String]())
        while texts.count < count {
            let more = peer.read()
            if more.isEmpty { break }
            bytes += more
            while let frame = Self.takeFrame(&bytes) { texts.append(String(decoding: frame.content, as: UTF8.self)) }
        }
        return texts
    }

    /// Closes, and tells the texts that have come until then; blocks meanwhile.
    func texts() -> [String] {
        connection.close()
        var (bytes, texts) = ([UInt8](), [String]())
        while true {
            while let frame = Self.takeFrame(&bytes) {
                if frame.opcode == 1 { texts.append(String(decoding: frame.content, as: UTF8.self)) }
                // Answered only now: an answer ends the connection, also before its frames.
                if frame.opcode == 8 { _ = peer.write([0x88, 0x80, 0, 0, 0, 0]) }
            }
            let more = peer.read()
            if more.isEmpty { return texts }
            bytes += more
        }
    }

    /// The first frame, once it is there whole.
    private static func takeFrame(_ bytes: inout [UInt8]) -> (opcode: UInt8, content: ArraySlice<UInt8>)? {
        guard bytes.count >= 2 else { return nil }
        var (start, length) = (2, Int(bytes[1]))
        if length == 126 {
            guard bytes.count >= 4 else { return nil }
            (start, length) = (4, Int(bytes[2]) << 8 | Int(bytes[3]))
        }
        guard bytes.count >= start + length else { return nil }
        defer { bytes.removeFirst(start + length) }
        return (bytes[0] & 0x0F, bytes[start..<start + length])
    }
}
