/// Text that is not what it should be.
package struct Malformed: Error, Hashable, CustomStringConvertible {
    /// What it should have been: `id`, `chat id`, `phone number`.
    package let expected: String
    /// What came instead, cut to 64 characters. It may be a customer's: never log it.
    package let text: String

    package init(_ expected: String, _ text: String) {
        self.expected = expected
        self.text = String(text.prefix(64))
    }

    package var description: String { "not a \(expected): “\(text)”" }
}
