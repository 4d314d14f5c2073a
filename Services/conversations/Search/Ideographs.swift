/// Characters of scripts in which one or two make a name, while the index of ``SearchDocs`` knows parts of three.
enum Ideographs {
    /// Kana, Chinese characters, Hangul syllables.
    private static let ranges: [ClosedRange<UInt32>] = [
        0x3040...0x30ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xac00...0xd7af,
    ]
    /// Two word joiners, which nobody sees or types.
    private static let joiners = "\u{2060}\u{2060}"

    /// The text with each of them three characters long; documents and what is looked for in them alike.
    static func widened(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isOne) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            result.unicodeScalars.append(scalar)
            if isOne(scalar) { result += joiners }
        }
    }

    private static func isOne(_ scalar: Unicode.Scalar) -> Bool {
        ranges.contains { $0.contains(scalar.value) }
    }
}
