/// Portable SQL, said as PostgreSQL has it.
///
/// `?` and `?1` become `$1`; `INTEGER`, `REAL` and `BLOB` in capitals become the types of the same width; in
/// migrations `TEXT` compares byte by byte, and `STRICT` and `WITHOUT ROWID` go. Texts in quotes and comments stay.
struct PortableSQL {
    private var rest: Substring.UTF8View
    private let isSchema: Bool
    private var result: [UInt8] = []
    private var parameters = 0
    private var lastWord = ""

    static func statement(_ sql: String) -> String {
        var translation = PortableSQL(sql, isSchema: false)
        return translation.translated()
    }

    static func script(_ sql: String) -> String {
        var translation = PortableSQL(sql, isSchema: true)
        return translation.translated()
    }

    private init(_ sql: String, isSchema: Bool) {
        rest = sql[...].utf8
        self.isSchema = isSchema
        result.reserveCapacity(sql.utf8.count + 64)
    }

    private mutating func translated() -> String {
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""): copyQuoted(byte)
            case UInt8(ascii: "-") where rest.starts(with: "--".utf8): copy { $0 != UInt8(ascii: "\n") }
            case UInt8(ascii: "/") where rest.starts(with: "/*".utf8): copyComment()
            case UInt8(ascii: "?"): translateParameter()
            case _ where Self.isWord(byte): translateWord()
            default:
                result.append(byte)
                rest.removeFirst()
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private mutating func copy(while condition: (UInt8) -> Bool) {
        let part = rest.prefix(while: condition)
        result.append(contentsOf: part)
        rest.removeFirst(part.count)
    }

    /// A doubled quote inside begins the next quoted part, which comes to the same.
    private mutating func copyQuoted(_ quote: UInt8) {
        result.append(rest.removeFirst())
        copy { $0 != quote }
        if let closing = rest.popFirst() { result.append(closing) }
    }

    private mutating func copyComment() {
        while !rest.isEmpty, !rest.starts(with: "*/".utf8) { result.append(rest.removeFirst()) }
        copy { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "/") }
    }

    private mutating func translateParameter() {
        rest.removeFirst()
        let digits = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        rest.removeFirst(digits.count)
        let number = Int(String(decoding: digits, as: UTF8.self)) ?? parameters + 1
        parameters = max(parameters, number)
        result.append(contentsOf: "$\(number)".utf8)
    }

    private mutating func translateWord() {
        let bytes = rest.prefix(while: Self.isWord)
        rest.removeFirst(bytes.count)
        let word = String(decoding: bytes, as: UTF8.self)
        result.append(contentsOf: translation(of: word).utf8)
        lastWord = word
    }

    private func translation(of word: String) -> String {
        switch word {
        case "INTEGER": "BIGINT"
        case "REAL": "DOUBLE PRECISION"
        case "BLOB": "BYTEA"
        // Not in CAST(x AS TEXT).
        case "TEXT" where isSchema && lastWord != "AS": "TEXT COLLATE \"C\""
        case "STRICT" where isSchema: ""
        case "WITHOUT" where isSchema: ""
        case "ROWID" where isSchema && lastWord == "WITHOUT": ""
        default: word
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...0xff:
            true
        default: false
        }
    }
}
