import HTTPClient
import HTTPServer

/// Where a request comes from, as far as it can be told.
struct Visitor: Sendable, Hashable {
    /// Numeric: `203.0.113.9`, `2001:db8::1`.
    let ip: String
    /// What it calls itself, at most 256 characters; perhaps empty.
    let agent: String

    init(ip: String, agent: String) {
        self.ip = ip
        self.agent = String(
            agent.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7f }.prefix(256).map(Character.init)
        )
    }
}

/// Tells who is behind the reverse proxies in front of the gateway.
struct VisitorBook: Sendable {
    /// Numeric addresses whose word is taken for where a request comes from; `private` stands for those of private
    /// networks and this host.
    let trusted: Set<String>

    func visitor(_ request: HTTPRequest) -> Visitor {
        Visitor(
            ip: client(request.remoteAddress, forwarded: request.header("x-forwarded-for")),
            agent: request.header("user-agent") ?? ""
        )
    }

    /// The last address on the way that no trusted proxy has.
    func client(_ remote: String, forwarded: String?) -> String {
        var address = remote.plainAddress
        for hop in (forwarded ?? "").split(separator: ",").reversed() {
            let next = String(hop).trimmed.plainAddress
            // What is not an address was not written by a proxy.
            guard isTrusted(address), IPAddress(next) != nil else { break }
            address = next
        }
        return address
    }

    private func isTrusted(_ address: String) -> Bool {
        trusted.contains(address) || trusted.contains("private") && IPAddress(address)?.isPublic == false
    }
}

extension String {
    /// Without the wrapping of an IPv4 address in IPv6.
    fileprivate var plainAddress: String {
        hasPrefix("::ffff:") && contains(".") ? String(dropFirst(7)) : self
    }
}
