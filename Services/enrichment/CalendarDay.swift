import Contracts
import FoundationEssentials

/// A day of the calendar: `2026-01-31`. As text, days compare as they follow each other.
struct CalendarDay: Hashable, Comparable, Sendable {
    let text: String

    /// - Throws: ``Malformed`` unless it is a day of the years 1900 to 9999 that exists.
    init(_ text: String) throws(Malformed) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2],
            text.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: "-") }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]), (1900...9999).contains(year),
            (1...12).contains(month), day >= 1, day <= Self.length(of: month, in: year)
        else { throw Malformed("date", text) }
        self.text = text
    }

    /// The day that it is at a moment.
    /// - Parameter offset: of the clocks there, in seconds east of Greenwich.
    init(_ moment: Timestamp, offset: Int) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: offset) ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: moment.date)
        text = Self.padded(parts.year, 4) + "-" + Self.padded(parts.month, 2) + "-" + Self.padded(parts.day, 2)
    }

    static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.text < right.text }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func padded(_ number: Int?, _ width: Int) -> String {
        let digits = String(number ?? 0)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
