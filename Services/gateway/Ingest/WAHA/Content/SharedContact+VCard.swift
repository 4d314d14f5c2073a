import Contracts

extension SharedContact {
    /// Reads a card of any version; nil when it has neither a name nor a number.
    /// - Source: RFC 6350, 3.2 and 6; RFC 2426.
    init?(vCard text: String) {
        var name: String?
        var parts: String?
        var organization: String?
        var (phones, emails) = ([Phone](), [String]())
        for line in Self.lines(of: text) {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let head = line[..<colon].split(separator: ";").map(String.init)
            let value = Self.plain(line[line.index(after: colon)...])
            // A card may number its properties: `item1.TEL`.
            let property = head.first?.split(separator: ".").last?.uppercased()
            switch property {
            case _ where value.isEmpty: continue
            case "FN": name = name ?? value
            case "N": parts = parts ?? Self.joined(value, by: " ", reversed: true)
            case "ORG": organization = organization ?? Self.joined(value, by: ", ")
            case "TEL" where phones.count < 20: phones.append(Phone(value, head.dropFirst()))
            case "EMAIL" where emails.count < 20: emails.append(value)
            default: continue
            }
        }
        guard let shown = name ?? parts ?? organization ?? phones.first?.number else { return nil }
        self.init(
            name: String(shown.prefix(256)),
            phones: phones,
            emails: emails.nilIfEmpty,
            organization: organization
        )
    }

    /// Lines, those that were folded put together again. A picture on the card is left out.
    private static func lines(of text: String) -> [String] {
        var lines: [String] = []
        var isPicture = false
        for line in text.split(whereSeparator: \.isNewline) {
            if line.first == " " || line.first == "\t" {
                if !isPicture, let last = lines.indices.last { lines[last] += line.dropFirst() }
                continue
            }
            isPicture = line.hasPrefix("PHOTO")
            if !isPicture { lines.append(String(line.prefix(2048))) }
        }
        return lines
    }

    /// Without the marks in front of commas and semicolons.
    private static func plain(_ value: Substring) -> String {
        var text = ""
        var isMarked = false
        for character in value {
            if character == "\\", !isMarked {
                isMarked = true
                continue
            }
            text.append(isMarked && (character == "n" || character == "N") ? " " : character)
            isMarked = false
        }
        return text.split(separator: " ").joined(separator: " ")
    }

    private static func joined(_ value: String, by separator: String, reversed: Bool = false) -> String? {
        let parts = value.split(separator: ";").prefix(2).filter { !$0.isEmpty }
        return (reversed ? parts.reversed() : Array(parts)).joined(separator: separator).nilIfEmpty
    }
}

extension SharedContact.Phone {
    /// - Parameter parameters: `type=CELL`, `waid=60123456789`, or in older cards just `CELL`.
    fileprivate init(_ number: String, _ parameters: ArraySlice<String>) {
        var (label, whatsappId): (String?, String?)
        for parameter in parameters {
            let pair = parameter.split(separator: "=", maxSplits: 1)
            switch (pair.first?.lowercased(), pair.count) {
            case ("waid", 2): whatsappId = String(pair[1])
            case ("type", 2): label = label ?? pair[1].split(separator: ",").first.map { $0.uppercased() }
            case (_, 1): label = label ?? parameter.uppercased()
            default: continue
            }
        }
        self.init(number: number, whatsappId: whatsappId, label: label)
    }
}
