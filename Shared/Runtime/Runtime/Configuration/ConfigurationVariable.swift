/// One variable a service reads, as `--help` shows it.
package struct ConfigurationVariable: Sendable, Hashable {
    package let name: String
    /// What holds when it is not set: `8080`, `required`, `not set`.
    package let fallback: String
    /// One sentence, units included.
    package let help: String

    package init(name: String, fallback: String, help: String) {
        self.name = name
        self.fallback = fallback
        self.help = help
    }
}

extension Collection<ConfigurationVariable> {
    /// The variables as text of 80 columns or less: name and default, the help below it.
    package var helpText: String {
        map { "  \($0.name) (\($0.fallback))\n      \($0.help)" }.joined(separator: "\n")
    }
}
