/// Characters of scripts without blanks between words, in which one or two make a word or a name.
package enum Ideographs {
    /// Kana, Chinese characters, Hangul syllables.
    private static let ranges: [ClosedRange<UInt32>] = [
        0x3040...0x30ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xac00...0xd7af,
    ]
    /// The first byte of the least of them; texts without such bytes are left alone at once.
    private static let firstByte: UInt8 = 0xE3
    /// Two word joiners, which nobody sees or types.
    private static let joiners = "\u{2060}\u{2060}"

    /// The text with each of them three characters long, for an index that knows parts of three; documents and what is
    /// looked for in them alike.
    package static func widened(_ text: String) -> String {
        rewritten(text) { $0 + joiners }
    }

    /// The text with blanks around each of them, for an index of words: each is a word of its own.
    package static func apart(_ text: String) -> String {
        rewritten(text) { " " + $0 + " " }
    }

    /// Whether bytes of UTF-8 may hold one of them.
    package static func mayBe(in bytes: some Sequence<UInt8>) -> Bool { bytes.contains { $0 >= firstByte } }

    package static func isOne(_ character: Character) -> Bool { character.unicodeScalars.contains(where: isOne) }

    private static func isOne(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar.value) }
    }

    private static func rewritten(_ text: String, _ form: (String) -> String) -> String {
        guard mayBe(in: text.utf8), text.unicodeScalars.contains(where: isOne) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if isOne(scalar) { result += form(String(scalar)) } else { result.unicodeScalars.append(scalar) }
        }
    }
}
