import Contracts
import Glibc

/// Reads a header, field by field. What is left unread is ignored: a later version may have more.
///
/// It points into the bytes it was made with, and must not outlive them.
struct HeaderReader {
    static let separator = UInt8(ascii: "\t")

    private var rest: UnsafeRawBufferPointer
    private var isAtEnd = false

    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes
    }

    /// The version, which must be 1, and the kind.
    mutating func kind() throws(WireError) -> MessageKind {
        guard try text() == "1" else { throw .version }
        return try word(MessageKind.self)
    }

    mutating func text() throws(WireError) -> String {
        String(decoding: try field(), as: UTF8.self)
    }

    mutating func word<Word: RawRepresentable<String>>(_: Word.Type) throws(WireError) -> Word {
        guard let word = Word(rawValue: try text()) else { throw .malformed }
        return word
    }

    /// Not negative.
    mutating func number() throws(WireError) -> Int64 {
        let digits = try field()
        guard (1...18).contains(digits.count) else { throw .malformed }
        var value: Int64 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { throw .malformed }
            value = value * 10 + Int64(digit - UInt8(ascii: "0"))
        }
        return value
    }

    mutating func lane() throws(WireError) -> Lane {
        guard let lane = Lane(Int(try number())) else { throw .malformed }
        return lane
    }

    mutating func instance() throws(WireError) -> InstanceID {
        guard let id = InstanceID(try text()) else { throw .malformed }
        return id
    }

    mutating func origin() throws(WireError) -> Origin {
        guard let origin = Origin(try text()) else { throw .malformed }
        return origin
    }

    mutating func workspace() throws(WireError) -> WorkspaceID {
        let text = try text()
        guard (1...128).contains(text.utf8.count) else { throw .malformed }
        return WorkspaceID(trusted: text)
    }

    /// Several fields as they stand, with the tabs between them.
    mutating func fields(_ count: Int) throws(WireError) -> UnsafeRawBufferPointer {
        let first = try field()
        var length = first.count
        for _ in 1..<count { length += try field().count + 1 }
        return UnsafeRawBufferPointer(start: first.baseAddress, count: length)
    }

    private mutating func field() throws(WireError) -> UnsafeRawBufferPointer {
        guard !isAtEnd else { throw .malformed }
        guard let start = rest.baseAddress, let end = memchr(start, Int32(Self.separator), rest.count) else {
            isAtEnd = true
            return rest
        }
        let length = start.distance(to: UnsafeRawPointer(end))
        defer { rest = UnsafeRawBufferPointer(rebasing: rest[(length + 1)...]) }
        return UnsafeRawBufferPointer(rebasing: rest[..<length])
    }
}

/// Why a message from the network is dropped.
enum WireError: Error, Hashable {
    /// Not version 1.
    case version
    /// A frame is missing, or a field is missing or not what it should be.
    case malformed
}
