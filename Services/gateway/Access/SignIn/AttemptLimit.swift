import Contracts
import Crypto
import HTTPClient
import Store

/// How often something may be tried. Counted in the store, so that all instances of the gateway count together.
struct AttemptLimit: Sendable {
    let name: String
    let most: Int
    /// From the first try on; then the count begins anew.
    let window: Duration

    /// Wrong passwords for one e-mail address.
    static let signInByAddress = AttemptLimit(name: "sign-in|mail", most: 10, window: .seconds(15 * 60))
    /// Wrong passwords from one address of the network.
    static let signInByOrigin = AttemptLimit(name: "sign-in|ip", most: 100, window: .seconds(15 * 60))
    /// Links to one e-mail address.
    static let resetByAddress = AttemptLimit(name: "reset|mail", most: 3, window: .seconds(3600))
    /// Links asked for from one address of the network.
    static let resetByOrigin = AttemptLimit(name: "reset|ip", most: 30, window: .seconds(3600))

    /// It was tried too often.
    struct Reached: Sendable {
        /// When it may be tried again.
        let until: Timestamp
        /// Whether it was not so before.
        let isNew: Bool
    }

    /// Counts one more.
    /// - Returns: nil when it may be tried.
    func count(_ subject: String, at now: Timestamp, in transaction: any Transaction) throws -> Reached? {
        let row = try transaction.first(SignInQuery.countAttempt, key(subject), now, now + window)
        guard let row else { return nil }
        let used: Int = try row.get("used")
        return used > most ? Reached(until: try row.get("ends_at"), isNew: used == most + 1) : nil
    }

    /// It was no try after all.
    func giveBack(_ subject: String, in transaction: any Transaction) throws {
        try transaction.run(SignInQuery.giveBackAttempt, key(subject))
    }

    /// The count begins anew.
    func forget(_ subject: String, in transaction: any Transaction) throws {
        try transaction.run(SignInQuery.forgetAttempts, key(subject))
    }

    private func key(_ subject: String) -> String { "\(name)|\(SHA256.hex(of: subject))" }
}

extension Visitor {
    /// What attempts are counted by: the address, or of IPv6 the network, as anybody has many addresses there.
    var origin: String {
        guard let address = IPAddress(ip), address.bytes.count == 16 else { return ip }
        return Hex.encode(address.bytes.prefix(8))
    }
}

extension Problem {
    static func tooManyAttempts(until moment: Timestamp, now: Timestamp) -> Problem {
        let seconds = max(1, Int((moment - now).milliseconds + 999) / 1000)
        return Problem(
            429,
            "too_many_attempts",
            "That was tried too often. Wait \(seconds) seconds and try again.",
            retryAfter: seconds
        )
    }
}
