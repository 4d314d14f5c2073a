import FoundationEssentials

/// A JSON object while it is written, field by field, into bytes.
///
/// For the events that come by the ten thousand: the general encoder takes several times longer for them than storing
/// them takes. The names of fields are written as they are: plain words.
package struct JSONText {
    package private(set) var bytes: [UInt8]
    private var isFirst = true

    private init(bytes: consuming [UInt8]) {
        self.bytes = bytes
    }

    /// The finished object of what `body` writes.
    /// - Parameter bytes: what stands in front of it.
    package static func object(behind bytes: consuming [UInt8] = [], _ body: (inout JSONText) -> Void) -> [UInt8] {
        var json = JSONText(bytes: bytes)
        json.bytes.reserveCapacity(512)
        json.braces(body)
        return json.bytes
    }

    /// Left out when it is nil, as all fields are.
    package mutating func field(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        start(name)
        append(text)
    }

    package mutating func field(_ name: StaticString, _ flag: Bool?) {
        guard let flag else { return }
        start(name)
        bytes += (flag ? "true" : "false").utf8
    }

    package mutating func field(_ name: StaticString, _ number: Int?) {
        guard let number else { return }
        start(name)
        bytes += String(number).utf8
    }

    package mutating func field(_ name: StaticString, _ moment: Timestamp?) {
        guard let moment else { return }
        start(name)
        let quote = UInt8(ascii: "\"")
        bytes.append(quote)
        if !moment.appendPlainText(to: &bytes) { bytes += moment.text.utf8 }
        bytes.append(quote)
    }

    /// Something rare enough for the general encoder; left out when it is nil or cannot be written.
    package mutating func field(_ name: StaticString, encoding value: (some Encodable)?) {
        guard let value, let encoded = try? Self.encoder.encode(value) else { return }
        start(name)
        bytes += encoded
    }

    /// Made once: it keeps no state between calls and its settings never change.
    private static let encoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return encoder
    }()

    package mutating func field<Value>(
        _ name: StaticString,
        _ value: Value?,
        _ body: (inout JSONText, Value) -> Void
    ) {
        guard let value else { return }
        start(name)
        braces { body(&$0, value) }
    }

    package mutating func field(_ name: StaticString, _ value: (some SelfWriting)?) {
        field(name, value) { json, value in value.write(to: &json) }
    }

    package mutating func field(_ name: StaticString, _ values: [some SelfWriting]) {
        start(name)
        bytes.append(UInt8(ascii: "["))
        isFirst = true
        for value in values {
            separate()
            braces(value.write)
        }
        isFirst = false
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func braces(_ body: (inout JSONText) -> Void) {
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
        body(&self)
        isFirst = false
        bytes.append(UInt8(ascii: "}"))
    }

    private mutating func start(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        unsafe bytes += UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    private mutating func append(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        // Nearly always it stands there as it should.
        let isPlain = unsafe text.utf8.span.withUnsafeBufferPointer { text in
            guard unsafe Self.isPlain(UnsafeRawBufferPointer(text)) else { return false }
            unsafe bytes += text
            return true
        }
        if !isPlain { appendEscaped(text) }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Eight bytes at a time, as far as they go.
    private static func isPlain(_ text: UnsafeRawBufferPointer) -> Bool {
        var place = 0
        while place + 8 <= text.count {
            let part = unsafe text.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            if isAny(of: part, below: 0x20) || isAny(of: part ^ quotes, below: 1) { return false }
            if isAny(of: part ^ backslashes, below: 1) { return false }
            place += 8
        }
        return unsafe text[place...].allSatisfy {
            $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let quotes = ones * UInt64(UInt8(ascii: "\""))
    private static let backslashes = ones * UInt64(UInt8(ascii: "\\"))

    /// Whether one of eight bytes is smaller than a number, which is at most 128: a byte's highest bit is set by taking
    /// the number away and was not before.
    private static func isAny(of bytes: UInt64, below limit: UInt64) -> Bool {
        (bytes &- ones * limit) & ~bytes & (ones << 7) != 0
    }

    private mutating func appendEscaped(_ text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): bytes += #"\n"#.utf8
            case 0..<0x20: bytes += ((byte < 16 ? "\\u000" : "\\u00") + String(byte, radix: 16)).utf8
            default: bytes.append(byte)
            }
        }
    }
}

/// An event, or a part of one, that writes itself in the form that its `Codable` has.
package protocol SelfWriting: Sendable {
    func write(to json: inout JSONText)
}

extension SelfWriting {
    /// Writes it as an object behind what is there.
    package func append(to bytes: inout [UInt8]) {
        bytes = JSONText.object(behind: consume bytes) { write(to: &$0) }
    }
}
