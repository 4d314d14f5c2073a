extension Timestamp {
    /// The usual form, `2026-01-31T09:30:00.000Z`, without a general formatter; nil outside the years 0 to 9999.
    /// - Source: Howard Hinnant, chrono-compatible low-level date algorithms, `civil_from_days`.
    var plainText: String? {
        var text: [UInt8] = []
        return appendPlainText(to: &text) ? String(decoding: text, as: UTF8.self) : nil
    }

    /// - Returns: false outside the years 0 to 9999, and then nothing was appended.
    func appendPlainText(to text: inout [UInt8]) -> Bool {
        let time = Int(milliseconds).remainder(above: 86_400_000)
        let days = (Int(milliseconds) - time) / 86_400_000 + 719_468
        let day = days.remainder(above: 146_097)
        let era = (days - day) / 146_097
        let yearOfEra = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let date = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        guard (0...9999).contains(year) else { return false }
        text.append(year, digits: 4, then: "-")
        text.append(month, digits: 2, then: "-")
        text.append(date, digits: 2, then: "T")
        text.append(time / 3_600_000, digits: 2, then: ":")
        text.append(time / 60_000 % 60, digits: 2, then: ":")
        text.append(time / 1000 % 60, digits: 2, then: ".")
        text.append(time % 1000, digits: 3, then: "Z")
        return true
    }

    /// Reads the usual form alone; nil for anything else, which may still be a date.
    /// - Source: Howard Hinnant, `days_from_civil`.
    init?(plainText text: String) {
        let text = text.utf8.span
        guard text.count == 24, text.hasMarks, let year = text.number(0..<4),
            let month = text.number(5..<7), (1...12).contains(month),
            let date = text.number(8..<10), date >= 1, date <= Self.days(of: month, year),
            let hour = text.number(11..<13), hour < 24, let minute = text.number(14..<16), minute < 60,
            let second = text.number(17..<19), second < 60, let millisecond = text.number(20..<23)
        else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let yearOfEra = shifted.remainder(above: 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + date - 1
        let day = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = (shifted - yearOfEra) / 400 * 146_097 + day - 719_468
        let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
        self.init(milliseconds: Int64(seconds * 1000 + millisecond))
    }

    private static func days(of month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int {
    /// What is left over a multiple at or below it, 0 up to `unit`.
    fileprivate func remainder(above unit: Int) -> Int {
        let rest = self % unit
        return rest < 0 ? rest + unit : rest
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ number: Int, digits: Int, then mark: Unicode.Scalar) {
        var unit = digits == 4 ? 1000 : digits == 3 ? 100 : 10
        while unit > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / unit % 10))
            unit /= 10
        }
        append(UInt8(ascii: mark))
    }
}

extension Span<UInt8> {
    /// Whether the characters between the numbers are those of the usual form.
    fileprivate var hasMarks: Bool {
        self[4] == UInt8(ascii: "-") && self[7] == UInt8(ascii: "-") && self[10] == UInt8(ascii: "T")
            && self[13] == UInt8(ascii: ":") && self[16] == UInt8(ascii: ":") && self[19] == UInt8(ascii: ".")
            && self[23] == UInt8(ascii: "Z")
    }

    fileprivate func number(_ range: Range<Int>) -> Int? {
        var value = 0
        for index in range {
            let byte = self[index]
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }
}
