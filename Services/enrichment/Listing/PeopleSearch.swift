import Contracts
import Phone
import Store

/// What somebody typed to find people: a part of a name, or of a number in any of its forms.
struct PeopleSearch {
    /// Three, of which one must fit.
    let patterns: [LikePattern]

    /// - Parameter country: where numbers are typed without a country code, ISO 3166.
    /// - Throws: 422 when it is over 128 characters.
    init(_ text: String?, country: String) throws(Problem) {
        let text = (text ?? "").trimmed
        guard text.count <= 128 else {
            throw .invalid([FieldProblem("search", "must have at most 128 characters")])
        }
        let typed = LikePattern(containing: text.lowercased())
        let needles = PhoneFragment(text, country: country).needles.map { LikePattern(containing: $0) }
        patterns = Array(([typed] + needles + [typed, typed]).prefix(3))
    }

    /// What is looked through: texts in lower case and numbers in digits, a line each.
    static func text(_ texts: [String?], numbers: [String]) -> String {
        (texts.compactMap(\.self).map { $0.lowercased() } + numbers).joined(separator: "\n")
    }
}
