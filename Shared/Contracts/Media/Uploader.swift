/// Who put a file in.
package struct Uploader: Codable, Hashable, Sendable {
    package var staff: StaffID
    /// The id of the API token by which they did; nil when they did it themselves.
    package var token: String?

    package init(staff: StaffID, token: String?) {
        self.staff = staff
        self.token = token
    }

    /// - Parameter text: as ``text``; nil when it is not.
    package init?(_ text: String) {
        let parts = text.split(separator: " ").map(String.init)
        guard (1...2).contains(parts.count) else { return nil }
        self.init(staff: StaffID(trusted: parts[0]), token: parts.count == 2 ? parts[1] : nil)
    }

    /// The id of the person, then, after a space, that of the token.
    package var text: String { ([staff.text] + [token].compactMap(\.self)).joined(separator: " ") }
}
