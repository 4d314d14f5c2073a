import FoundationEssentials

/// The variables a process was started with.
package struct Environment: Sendable {
    private let values: [String: String]

    package init(_ values: [String: String]) {
        self.values = values
    }

    /// The variables of this process.
    package static func process() -> Environment {
        Environment(ProcessInfo.processInfo.environment)
    }

    /// The value without white space around it; nil when it is absent or empty.
    package subscript(name: String) -> String? {
        guard let value = values[name] else { return nil }
        let trimmed = value.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()
        return trimmed.isEmpty ? nil : String(trimmed)
    }
}
