/// A pattern for `LIKE ? ESCAPE '!'` that finds a text anywhere.
package struct LikePattern: Hashable, Sendable, SQLBindable {
    package let text: String

    /// Every text fits.
    package static let any = LikePattern(containing: "")

    /// - Parameter part: what is looked for; it stands for itself, whatever characters it has.
    package init(containing part: String) {
        let escaped = part.reduce(into: "") { result, character in
            if "%_!".contains(character) { result.append("!") }
            result.append(character)
        }
        text = part.isEmpty ? "%" : "%\(escaped)%"
    }

    package var sqlValue: SQLValue { .text(text) }
}
