import Store

/// A part of a text around words that were looked for, in one line.
enum Snippet {
    /// Characters at most, the dots at a cut end aside.
    static let length = 160

    static func around(_ words: [String], in text: String) -> String {
        let line = text.oneLine()
        // No character is less than a byte.
        guard line.utf8.count > length else { return line }
        let characters = Array(line)
        guard characters.count > length else { return line }
        let start = max(0, min(place(of: words, in: characters) - length / 4, characters.count - length))
        let part = String(characters[start..<start + length])
        return (start > 0 ? "…" : "") + part + (start + length < characters.count ? "…" : "")
    }

    /// Where the first of the words begins; 0 when none is there.
    private static func place(of words: [String], in characters: [Character]) -> Int {
        let wanted = words.map(Array.init)
        let folded = characters.map { Character($0.lowercased().prefix(1).description) }
        for start in folded.indices where isBeginning(start, in: folded) {
            if wanted.contains(where: { folded[start...].starts(with: $0) }) { return start }
        }
        return 0
    }

    /// Whether a word may begin there.
    private static func isBeginning(_ place: Int, in text: [Character]) -> Bool {
        if place == 0 || Ideographs.isOne(text[place]) { return true }
        let before = text[place - 1]
        return Ideographs.isOne(before) || !(before.isLetter || before.isNumber)
    }
}
