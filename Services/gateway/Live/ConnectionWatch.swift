import Contracts
import Runtime
import Synchronization

/// Watches over those who are connected to the feed: who may no longer be, or sees other things now, is let go.
///
/// The store says whose rights have changed, so that it does not matter which instance of the gateway changed them: here
/// it is known at once, elsewhere within a second.
final class ConnectionWatch: Service {
    /// Why a connection ends.
    enum Ending: Sendable {
        /// Signed out, deactivated, expired.
        case signedOut
        /// Other permissions or another branch: connect again.
        case changed
    }

    let name = "connection watch"

    private struct Guest {
        let caller: Caller
        let end: AsyncStream<Ending>.Continuation
    }

    private struct State {
        var guests: [Int: Guest] = [:]
        var next = 0
    }

    private let signIns: SignIns
    private let clock: WallClock
    private let logger: Logger
    private let state = Mutex(State())
    private let nudge: Nudge

    /// - Parameter nudge: poked when rights have changed here.
    init(signIns: SignIns, clock: WallClock, logger: Logger, nudge: Nudge) {
        self.signIns = signIns
        self.clock = clock
        self.logger = logger
        self.nudge = nudge
    }

    /// - Returns: a stream that says when the connection must end.
    func attend(_ caller: Caller) -> (id: Int, endings: AsyncStream<Ending>) {
        let (endings, end) = AsyncStream<Ending>.makeStream(bufferingPolicy: .bufferingOldest(1))
        let id = state.withLock { state in
            state.next += 1
            state.guests[state.next] = Guest(caller: caller, end: end)
            return state.next
        }
        return (id, endings)
    }

    func leave(_ id: Int) {
        state.withLock { $0.guests.removeValue(forKey: id) }?.end.finish()
    }

    /// Watches until cancelled.
    func run() async throws {
        var seen = clock.now()
        while true {
            let pokes = nudge.pokes
            do {
                let now = clock.now()
                // Commits and clocks may lag that much behind; who is looked at twice loses nothing.
                try await look(since: seen - .seconds(30), at: now)
                seen = now
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                logger.warning("cannot see whose rights changed; trying again", ["error": "\(error)"])
            }
            try await nudge.wait(after: pokes, atMost: .seconds(1))
        }
    }

    private func look(since moment: Timestamp, at now: Timestamp) async throws {
        guard state.withLock({ !$0.guests.isEmpty }) else { return }
        let changed = try await signIns.changedStaff(since: moment)
        let suspects = state.withLock { state in
            state.guests.filter { _, guest in
                guard let staff = guest.caller.staff, let pass = guest.caller.pass else { return false }
                return changed.contains(staff.id) || pass.expiresAt.map { $0 <= now } ?? false
            }
        }
        for guest in suspects.values {
            guard let ending = try await ending(of: guest.caller) else { continue }
            guest.end.yield(ending)
            guest.end.finish()
        }
    }

    private func ending(of caller: Caller) async throws -> Ending? {
        guard let pass = caller.pass else { return nil }
        guard let now = try await signIns.caller(pass) else { return .signedOut }
        let sees = (now.permissions, now.branch, now.channels)
        return sees == (caller.permissions, caller.branch, caller.channels) ? nil : .changed
    }
}
