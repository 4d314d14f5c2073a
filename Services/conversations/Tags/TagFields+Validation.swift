import Contracts

extension TagFields {
    /// The colours of the design system.
    private static let colors: Set = ["black", "red", "gray-1", "gray-2", "gray-3"]

    /// With blanks around the name dropped.
    /// - Throws: `Problem` 422 naming each field.
    func validated() throws(Problem) -> TagFields {
        var fields = self
        fields.name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var problems: [FieldProblem] = []
        if !(1...64).contains(fields.name.count) {
            problems.append(FieldProblem("name", "must have 1 to 64 characters"))
        }
        if let description, description.count > 500 {
            problems.append(FieldProblem("description", "must have at most 500 characters"))
        }
        if !Self.colors.contains(color), !Self.isHex(color) {
            problems.append(FieldProblem("color", "must be black, red, gray-1, gray-2, gray-3 or #rrggbb"))
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        return fields
    }

    private static func isHex(_ color: String) -> Bool {
        color.utf8.count == 7 && color.hasPrefix("#") && color.dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}
