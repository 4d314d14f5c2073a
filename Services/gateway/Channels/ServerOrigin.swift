/// Where a request really goes: scheme, host and port of an address. What is secret between us and one server must not be
/// sent to another.
struct ServerOrigin: Hashable, Sendable {
    private let text: String

    /// Nil for what is not plainly an address: names, dots, digits, a port.
    init?(_ url: String) {
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, parts[1].isEmpty, let port = Self.ports[parts[0].lowercased()] else { return nil }
        let authority = parts[2].lowercased()
        // With anything else in it — a name and password, a backslash — readers of addresses differ about the host.
        guard !authority.isEmpty, authority.utf8.allSatisfy(Self.isPlain) else { return nil }
        let behindHost = authority.lastIndex(of: "]").map { authority[$0...] } ?? authority[...]
        text = "\(parts[0].lowercased())//\(authority)\(behindHost.contains(":") ? "" : port)"
    }

    private static let ports = ["http:": ":80", "https:": ":443"]

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: false
        }
    }

    /// Whether two addresses are of one server, beyond doubt.
    static func areSame(_ left: String, _ right: String) -> Bool {
        if left == right { return true }
        guard let left = ServerOrigin(left), let right = ServerOrigin(right) else { return false }
        return left == right
    }
}
