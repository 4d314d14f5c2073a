import Synchronization

/// What work belongs together, across services: carried by the task, sent along in HTTP and on the bus.
package enum Trace {
    @TaskLocal package static var current: TraceContext?
}

/// One step of a trace.
/// - Source: W3C Trace Context, level 1: <https://www.w3.org/TR/trace-context/>.
package struct TraceContext: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64
    private let span: UInt64
    private let flags: UInt8

    private init(high: UInt64, low: UInt64, span: UInt64, flags: UInt8) {
        self.high = high
        self.low = low
        self.span = span
        self.flags = flags
    }

    /// The first step of a new trace.
    package static func new() -> TraceContext {
        TraceContext(high: Unpredicted.next(), low: Unpredicted.next(), span: Unpredicted.next(), flags: 1)
    }

    /// The next step of the same trace.
    package func child() -> TraceContext {
        TraceContext(high: high, low: low, span: Unpredicted.next(), flags: flags)
    }

    /// Parses the value of a `traceparent` header; nil when it is malformed, as the standard asks to ignore it then.
    package init?(_ traceparent: String) {
        let bytes = Array(traceparent.utf8)
        let dash = UInt8(ascii: "-")
        guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
            let version = Self.hex(bytes[0..<2]), version != 0xff,
            version == 0 ? bytes.count == 55 : bytes.count == 55 || bytes[55] == dash,
            let high = Self.hex(bytes[3..<19]), let low = Self.hex(bytes[19..<35]), high | low != 0,
            let span = Self.hex(bytes[36..<52]), span != 0,
            let flags = Self.hex(bytes[53..<55])
        else { return nil }
        self.init(high: high, low: low, span: span, flags: UInt8(truncatingIfNeeded: flags))
    }

    /// The value of a `traceparent` header.
    package var traceparent: String {
        String(unsafeUninitializedCapacity: 55) { text in
            for dash in [2, 35, 52] { text[dash] = UInt8(ascii: "-") }
            Self.write(0, digits: 2, to: text, at: 0)
            Self.write(high, digits: 16, to: text, at: 3)
            Self.write(low, digits: 16, to: text, at: 19)
            Self.write(span, digits: 16, to: text, at: 36)
            Self.write(UInt64(flags), digits: 2, to: text, at: 53)
            return 55
        }
    }

    /// 32 lower-case hexadecimal digits.
    package var traceID: String { Self.text(high) + Self.text(low) }

    /// 16 lower-case hexadecimal digits.
    package var spanID: String { Self.text(span) }

    private static func text(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { text in
            write(value, digits: 16, to: text, at: 0)
            return 16
        }
    }

    private static func write(
        _ value: UInt64,
        digits: Int,
        to text: UnsafeMutableBufferPointer<UInt8>,
        at start: Int
    ) {
        var rest = value
        for position in (start..<start + digits).reversed() {
            let digit = UInt8(truncatingIfNeeded: rest & 0xf)
            text[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            rest >>= 4
        }
    }

    /// At most 16 digits, lower case alone.
    private static func hex(_ digits: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }
}

/// Numbers that differ, for many requests a second: SplitMix64 from a random start, without a call to the kernel each.
private enum Unpredicted {
    private static let state = Atomic<UInt64>(.random(in: .min ... .max))

    /// Never 0.
    static func next() -> UInt64 {
        var mixed = state.wrappingAdd(0x9e37_79b9_7f4a_7c15, ordering: .relaxed).newValue
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return max(mixed ^ (mixed >> 31), 1)
    }
}
