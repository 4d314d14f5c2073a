import Store

/// The words that are looked for in messages: all of them, of the last one the beginning is enough.
struct WordSearch: Sendable {
    /// Never empty, in lower case, letters and digits alone. Of scripts without blanks each character counts as a word:
    /// those that are written together are found together.
    private let phrases: [[String]]

    /// As they are written.
    var words: [String] { phrases.map { $0.joined() } }

    /// Nil when there is no word in it.
    init?(_ text: String) {
        phrases = text.lowercased().split { !Self.isPart($0) }.map { Self.words(of: String($0)) }
        if phrases.isEmpty { return nil }
    }

    /// Whether a text has them.
    func fits(_ text: String) -> Bool {
        let found = Self.words(of: text.lowercased())
        return phrases.indices.allSatisfy { index in
            let (phrase, isLast) = (phrases[index], index == phrases.count - 1)
            guard found.count >= phrase.count else { return false }
            return (0...found.count - phrase.count).contains { start in
                Self.isThere(phrase, isBeginning: isLast, in: found[start..<start + phrase.count])
            }
        }
    }

    /// - Parameter isBeginning: whether the beginning of the last word is enough.
    private static func isThere(_ phrase: [String], isBeginning: Bool, in words: ArraySlice<String>) -> Bool {
        guard let last = phrase.last, let found = words.last, words.dropLast().elementsEqual(phrase.dropLast()) else {
            return false
        }
        return isBeginning ? found.hasPrefix(last) : found == last
    }

    /// A pattern that every text with these words is like, and few others; stores fold the case of ASCII alone.
    var likeness: String {
        let plain = phrases.joined().filter { $0.utf8.allSatisfy { $0 < 0x80 } || $0.uppercased() == $0 }
        return "%" + (plain.max { $0.count < $1.count } ?? "") + "%"
    }

    /// - Parameter text: in lower case.
    private static func words(of text: String) -> [String] {
        Ideographs.apart(text).split { !isPart($0) }.map(String.init)
    }

    private static func isPart(_ character: Character) -> Bool { character.isLetter || character.isNumber }

    /// As the index of an engine takes it.
    func expression(for engine: StoreEngine) -> String {
        switch engine {
        case .sqlite: phrases.map { "\"" + $0.joined(separator: " ") + "\"" }.joined(separator: " ") + "*"
        case .postgres:
            phrases.map { $0.map { "'\($0)'" }.joined(separator: " <-> ") }.joined(separator: " & ") + ":*"
        }
    }
}
