import Contracts
import FoundationEssentials

/// A time as WAHA tells it.
struct Moment: Sendable, Comparable {
    /// Since 1970.
    var milliseconds: Int64

    static var now: Moment {
        Moment(milliseconds: Int64((Date().timeIntervalSince1970 * 1_000).rounded()))
    }

    var seconds: Int64 { milliseconds / 1_000 }

    /// RFC 3339 in UTC: `2026-01-01T00:00:00.000Z`.
    var iso: String { Timestamp(milliseconds: milliseconds).text }

    /// To the second, as GOWS writes it in raw data.
    var isoSeconds: String {
        String(Timestamp(milliseconds: seconds * 1_000).text.dropLast(5)) + "Z"
    }

    static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }
}
