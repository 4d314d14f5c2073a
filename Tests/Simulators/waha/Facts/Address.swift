/// Where a message comes from or goes to.
enum Address: Hashable, Sendable {
    /// A user by phone: international, digits only.
    case phone(String)
    /// A user by hidden id, whose digits have nothing to do with the phone.
    case lid(String)
    case group(String)
    case channel(String)
    /// `status@broadcast`, or a broadcast list by its digits.
    case broadcast(String)

    /// Takes bare digits for a phone, as WAHA does, and engine-internal JIDs with or without a device.
    init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 2 else { return nil }
        let user = String(first.split(separator: ":").first ?? "")
        guard !user.isEmpty else { return nil }
        switch parts.count == 1 ? "c.us" : String(parts[1]) {
        case "c.us", "s.whatsapp.net":
            let digits = user.hasPrefix("+") ? String(user.dropFirst()) : user
            guard digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
            self = .phone(digits)
        case "lid": self = .lid(user)
        case "g.us": self = .group(user)
        case "newsletter": self = .channel(user)
        case "broadcast": self = .broadcast(user)
        default: return nil
        }
    }

    /// As WAHA's own fields write it: `15550002222@c.us`.
    var chatID: String {
        if case .phone(let digits) = self { digits + "@c.us" } else { jid }
    }

    /// As engines write it inside raw data: `15550002222@s.whatsapp.net`.
    var jid: String { user + "@" + server }

    var user: String {
        switch self {
        case .phone(let user), .lid(let user), .group(let user), .channel(let user), .broadcast(let user): user
        }
    }

    private var server: String {
        switch self {
        case .phone: "s.whatsapp.net"
        case .lid: "lid"
        case .group: "g.us"
        case .channel: "newsletter"
        case .broadcast: "broadcast"
        }
    }

    /// With a device number, as GOWS writes senders: `987654321:3@lid`.
    func jid(device: Int) -> String { "\(user):\(device)@\(server)" }

    var isGroup: Bool {
        if case .group = self { true } else { false }
    }

    var isLID: Bool {
        if case .lid = self { true } else { false }
    }
}
