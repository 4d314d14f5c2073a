/// All that is wrong with the configuration, one sentence for each problem.
package struct ConfigurationError: Error, Hashable, CustomStringConvertible {
    package let problems: [String]

    package init(_ problems: [String]) {
        self.problems = problems
    }

    /// A line for each problem.
    package var description: String { problems.joined(separator: "\n") }
}
