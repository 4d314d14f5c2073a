import Store

/// The words that are looked for in messages: all of them, of the last one the beginning is enough.
struct WordSearch: Sendable {
    /// Never empty, in lower case, letters and digits alone.
    let words: [String]

    /// Nil when there is no word in it.
    init?(_ text: String) {
        words = Self.words(of: text)
        if words.isEmpty { return nil }
    }

    /// Whether a text has them.
    func fits(_ text: String) -> Bool {
        guard let last = words.last else { return false }
        let found = Self.words(of: text)
        return words.dropLast().allSatisfy(found.contains) && found.contains { $0.hasPrefix(last) }
    }

    /// A pattern that every text with these words is like, and few others; stores fold the case of ASCII alone.
    var likeness: String {
        let plain = words.filter { $0.utf8.allSatisfy { $0 < 0x80 } || $0.uppercased() == $0 }
        return "%" + (plain.max { $0.count < $1.count } ?? "") + "%"
    }

    private static func words(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// As the index of an engine takes it.
    func expression(for engine: StoreEngine) -> String {
        switch engine {
        case .sqlite: words.map { "\"\($0)\"" }.joined(separator: " ") + "*"
        case .postgres: words.map { "'\($0)'" }.joined(separator: " & ") + ":*"
        }
    }
}
