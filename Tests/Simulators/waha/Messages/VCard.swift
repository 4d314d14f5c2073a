/// A contact as a file, version 3.0.
enum VCard {
    static func text(name: String, organization: String?, phone: String, whatsAppID: String?) -> String {
        let digits = whatsAppID ?? phone.filter(\.isNumber)
        var lines = ["BEGIN:VCARD", "VERSION:3.0", "FN:\(name)"]
        if let organization { lines.append("ORG:\(organization);") }
        lines += ["TEL;type=CELL;type=VOICE;waid=\(digits):\(phone)", "END:VCARD"]
        return lines.joined(separator: "\n")
    }

    /// The name on a card; empty when it has none.
    static func name(in card: String) -> String {
        let line = card.split(whereSeparator: \.isNewline).first { $0.hasPrefix("FN:") }
        return line.map { String($0.dropFirst(3)) } ?? ""
    }
}
