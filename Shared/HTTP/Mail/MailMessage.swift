import FoundationEssentials

/// A plain text to one person.
package struct MailMessage: Sendable, Hashable {
    /// An address: `ann@example.com`.
    package var to: String
    package var subject: String
    package var text: String

    package init(to: String, subject: String, text: String) {
        self.to = to
        self.subject = subject
        self.text = text
    }

    /// As it is handed to a mail server, lines ended with CR LF.
    /// - Parameter id: of the message; unique, without blanks.
    /// - Source: RFC 5322; RFC 2047 for the subject.
    func bytes(from sender: String, id: String, at date: Date) -> [UInt8] {
        let domain = sender.split(separator: "@").last.map(String.init) ?? "localhost"
        let lines =
            [
                "From: \(sender)", "To: \(to)", "Subject: \(Self.header(subject))", "Date: \(Self.text(date))",
                "Message-ID: <\(id)@\(domain)>", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
                "Content-Transfer-Encoding: base64", "Auto-Submitted: auto-generated", "",
            ] + Self.lines(Data(text.utf8).base64EncodedString())
        return Array((lines.joined(separator: "\r\n") + "\r\n").utf8)
    }

    /// Words that are not plain ASCII are encoded, 39 bytes at most in each, so that no line is over 78.
    private static func header(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7e).contains($0) }
        guard !isPlain || text.hasPrefix("=?") else { return text }
        var words: [String] = []
        for character in text {
            if let last = words.last, last.utf8.count + character.utf8.count <= 39 {
                words[words.count - 1] = last + String(character)
            } else {
                words.append(String(character))
            }
        }
        return words.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    private static func lines(_ text: String) -> [String] {
        var (rest, lines) = (text[...], [String]())
        while !rest.isEmpty {
            lines.append(String(rest.prefix(76)))
            rest = rest.dropFirst(76)
        }
        return lines
    }

    /// `Sat, 21 Nov 2026 06:30:00 +0000`.
    private static func text(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let two = { (number: Int?) in (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        let day = "\(days[(parts.weekday ?? 1) - 1]), \(parts.day ?? 1) \(months[(parts.month ?? 1) - 1])"
        return "\(day) \(parts.year ?? 1970) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) +0000"
    }
}
