package import Contracts
import Synchronization

/// Ids that sort by the time they were made.
/// - Source: RFC 9562, §5.7 and §6.2 (method 1: a counter in `rand_a`).
package enum UUIDv7 {
    private struct State {
        var milliseconds: UInt64 = 0
        /// 12 bits; starts below 2048 in every millisecond, to leave room.
        var counter: UInt64 = 0
    }

    private static let state = Mutex(State())

    /// 36 lower-case characters. Each is greater than all that this process made before, even when the clock goes back.
    package static func make(at moment: Timestamp) -> String {
        let (milliseconds, counter) = state.withLock { state in
            let now = UInt64(clamping: moment.milliseconds) & 0xffff_ffff_ffff
            if now > state.milliseconds {
                state = State(milliseconds: now, counter: .random(in: 0..<2048))
            } else if state.counter < 4095 {
                state.counter += 1
            } else {
                state = State(milliseconds: state.milliseconds + 1, counter: 0)
            }
            return (state.milliseconds, state.counter)
        }
        let high = milliseconds << 16 | 0x7000 | counter
        let low = UInt64.random(in: .min ... .max) & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        return text(high, low)
    }

    private static func text(_ high: UInt64, _ low: UInt64) -> String {
        let digits: StaticString = "0123456789abcdef"
        return String(unsafeUninitializedCapacity: 36) { bytes in
            var position = 0
            for index in 0..<32 {
                if position == 8 || position == 13 || position == 18 || position == 23 {
                    bytes[position] = UInt8(ascii: "-")
                    position += 1
                }
                let nibble = (index < 16 ? high : low) >> (60 - 4 * UInt64(index % 16)) & 0xf
                bytes[position] = digits.utf8Start[Int(nibble)]
                position += 1
            }
            return position
        }
    }
}
