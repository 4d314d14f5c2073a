import Contracts

/// Addresses that people sign in with.
enum EmailAddress {
    /// Whether mail could be sent there, as far as its looks tell: one `@` with something around it, no blanks, at most
    /// 320 bytes.
    static func isPlausible(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let isPlain = text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7f }
        let isOne = !text.contains { "<>\",;".contains($0) }
        return parts.count == 2 && !parts.contains("") && isPlain && isOne && text.utf8.count <= 320
    }

    /// The same for two addresses that are one.
    static func key(_ text: String) -> String { text.trimmed.lowercased() }
}

/// What people may choose to sign in with.
enum Password {
    /// - Throws: 422 `invalid`.
    static func check(_ text: String, field: String = "password") throws(Problem) {
        guard text.count >= 8, text.utf8.count <= 1024 else {
            throw .invalid([FieldProblem(field, "must have 8 characters or more, and at most 1,024 bytes")])
        }
    }
}

extension [FieldProblem] {
    /// What is wrong with a text that is to be one line of 1 to 100 characters.
    init(line text: String, _ field: String) {
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }
        let isGood = (1...100).contains(text.count) && isPlain
        self = isGood ? [] : [FieldProblem(field, "must be one line of 1 to 100 characters")]
    }
}

extension String {
    /// Without blanks at its ends.
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
