/// Messages as a server sends them: framed once, sent to many.
/// - Source: RFC 6455, section 5.2.
package struct WebSocketFrames: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// - Parameter text: one message, in UTF-8.
    package init(text: [UInt8]) {
        self = .one(Opcode.text, text)
    }

    package var isEmpty: Bool { bytes.isEmpty }

    /// - Parameter text: one message, in UTF-8.
    package mutating func append(text: [UInt8]) {
        append(Opcode.text, text)
    }

    /// Lets go of the room for more.
    package mutating func trim() {
        bytes = Array(unsafeUninitializedCapacity: bytes.count) { buffer, count in
            count = buffer.initialize(fromContentsOf: bytes)
        }
    }

    mutating func append(_ opcode: UInt8, _ payload: [UInt8]) {
        bytes.append(0x80 | opcode)  // the last frame of its message
        switch payload.count {
        case ..<126:
            bytes.append(UInt8(payload.count))
        case ...0xffff:
            bytes += [126, UInt8(payload.count >> 8), UInt8(payload.count & 0xff)]
        default:
            bytes.append(127)
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        bytes += payload
    }

    static func one(_ opcode: UInt8, _ payload: [UInt8]) -> WebSocketFrames {
        var frames = WebSocketFrames()
        frames.bytes.reserveCapacity(payload.count + 10)
        frames.append(opcode, payload)
        return frames
    }
}

enum Opcode {
    static let text: UInt8 = 1
    static let binary: UInt8 = 2
    static let ping: UInt8 = 9
}
