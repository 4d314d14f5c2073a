/// Reads variables, remembers every problem, and knows the help text.
///
/// A variable that is missing or wrong yields a stand-in, so that reading goes on; ``finish()`` then tells all problems
/// at once.
package struct ConfigurationReader {
    /// What was asked for so far, in order, each name once: for `--help`.
    package private(set) var variables: [ConfigurationVariable] = []
    private var problems: [String] = []
    private let environment: Environment

    package init(_ environment: Environment) {
        self.environment = environment
    }

    /// Required when there is no default.
    package mutating func string(_ name: String, default fallback: String? = nil, help: String) -> String {
        describe(name, fallback ?? "required", help)
        if let value = environment[name] ?? fallback { return value }
        problems.append("\(name) is not set. \(help)")
        return ""
    }

    package mutating func optional(_ name: String, help: String) -> String? {
        describe(name, "not set", help)
        return environment[name]
    }

    /// A value that no message ever shows.
    package mutating func secret(_ name: String, help: String) -> String? {
        describe(name, "not set; secret", help)
        return environment[name]
    }

    package mutating func integer(
        _ name: String,
        default fallback: Int,
        in range: ClosedRange<Int>,
        help: String
    ) -> Int {
        describe(name, "\(fallback)", help)
        guard let text = environment[name] else { return fallback }
        if let value = Int(text), range.contains(value) { return value }
        problem(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound), not “\(text)”.")
        return fallback
    }

    /// `true`, `yes`, `on`, `1` and their opposites, in any case.
    package mutating func flag(_ name: String, default fallback: Bool, help: String) -> Bool {
        describe(name, "\(fallback)", help)
        guard let text = environment[name] else { return fallback }
        switch text.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default:
            problem(name, "must be true or false, not “\(text)”.")
            return fallback
        }
    }

    /// One of a few words.
    package mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        default fallback: Choice,
        help: String
    ) -> Choice {
        describe(name, fallback.rawValue, help)
        guard let text = environment[name] else { return fallback }
        if let value = Choice(rawValue: text) { return value }
        let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        problem(name, "must be one of \(choices), not “\(text)”.")
        return fallback
    }

    /// An address with a scheme and a host, without a slash at its end. Required when there is no default.
    /// - Parameter schemes: such as `http`, without `://`.
    package mutating func url(
        _ name: String,
        default fallback: String?,
        schemes: Set<String>,
        help: String
    ) -> String {
        let text = string(name, default: fallback, help: help)
        guard !text.isEmpty else { return text }
        guard let separator = text.firstRange(of: "://"),
            schemes.contains(text[..<separator.lowerBound].lowercased()),
            let first = text[separator.upperBound...].first, first != "/", !text.contains(where: \.isWhitespace)
        else {
            // The value is not repeated: an address may carry a password.
            problem(name, "must be an address that begins with \(schemes.sorted().joined(separator: ":// or "))://.")
            return text
        }
        return text.last == "/" ? String(text.dropLast()) : text
    }

    /// Adds what a further check found. The sentence goes on after the name: `must not be empty.`
    package mutating func problem(_ name: String, _ sentence: String) {
        problems.append("\(name) \(sentence)")
    }

    /// - Throws: all problems found so far.
    package func finish() throws(ConfigurationError) {
        guard problems.isEmpty else { throw ConfigurationError(problems) }
    }

    private mutating func describe(_ name: String, _ fallback: String, _ help: String) {
        guard !variables.contains(where: { $0.name == name }) else { return }
        variables.append(ConfigurationVariable(name: name, fallback: fallback, help: help))
    }
}
