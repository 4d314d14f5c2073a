import Glibc
import Store

/// The connection of one thread, made again when it is lost.
final class Dialer {
    /// How long work waits for a server that has just gone; when it stays away longer, work fails at once.
    static let patience: Duration = .seconds(5)

    private let address: PostgresAddress
    private var connection: PostgresConnection?
    private var goneSince: ContinuousClock.Instant?
    private var lastTry: (at: ContinuousClock.Instant, error: StoreError)?

    init(_ address: PostgresAddress) {
        self.address = address
    }

    /// - Throws: ``StoreError/unavailable(_:)``.
    func connected() throws(StoreError) -> PostgresConnection {
        if let connection, !connection.isBroken { return connection }
        connection = nil
        if let lastTry, lastTry.at.duration(to: .now) < .milliseconds(500), isGoneForLong { throw lastTry.error }
        while true {
            do throws(StoreError) {
                let made = try PostgresConnection(address)
                connection = made
                goneSince = nil
                lastTry = nil
                return made
            } catch {
                goneSince = goneSince ?? .now
                lastTry = (.now, error)
                if isGoneForLong { throw error }
                usleep(100_000)
            }
        }
    }

    func hangUp() {
        connection = nil
    }

    private var isGoneForLong: Bool {
        goneSince.map { $0.duration(to: .now) > Self.patience } ?? false
    }
}
