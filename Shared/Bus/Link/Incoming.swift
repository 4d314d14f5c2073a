import Contracts

/// A message that came from the network, read.
enum Incoming: Sendable {
    case event(EventMessage)
    case replayed(ReplayedMessage)
    case request(RequestMessage)
    case reply(ReplyMessage)
    case beat(Beat)
    case broadcast(BroadcastMessage)

    /// - Throws: ``WireError`` or `DecodingError` for what is not of this protocol.
    init(_ frames: borrowing MessagingFrames, _ memory: inout HeaderMemory) throws {
        guard frames.count == 3 else { throw WireError.malformed }
        let payload = frames.withBytes(of: 2) { Array($0) }
        self = try frames.withBytes(of: 1) { (bytes) throws in
            try Incoming(header: bytes, &memory, payload: payload)
        }
    }

    init(header: UnsafeRawBufferPointer, _ memory: inout HeaderMemory, payload: [UInt8]) throws {
        var reader = HeaderReader(header)
        switch try memory.kind(&reader) {
        case .event: self = .event(try EventMessage(&reader, &memory, payload: payload))
        case .request: self = .request(try RequestMessage(&reader, payload: payload))
        case .reply: self = .reply(try ReplyMessage(&reader, payload: payload))
        case .replayed: self = .replayed(try Payload.decode(ReplayedMessage.self, from: payload))
        case .beat: self = .beat(try Payload.decode(Beat.self, from: payload))
        case .broadcast: self = .broadcast(try BroadcastMessage(&reader, payload: payload))
        }
    }
}
