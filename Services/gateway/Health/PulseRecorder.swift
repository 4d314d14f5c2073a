import Contracts
import Runtime
import Store

/// Writes down what came of the channels, for their rhythm and for other instances.
struct PulseRecorder: Service {
    let name = "pulse"
    let store: any Store
    let pulse: ChannelPulse
    let clock: WallClock
    let logger: Logger
    var interval = Duration.seconds(10)

    func run() async throws {
        while true {
            do {
                try await record()
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                logger.warning("what came of the channels could not be written down", ["error": "\(error)"])
            }
            try await Task.sleep(for: interval)
        }
    }

    /// Writes down what came since the last time, and reads what others wrote.
    func record() async throws {
        let taken = pulse.take()
        if !taken.isEmpty {
            do {
                try await write(taken)
            } catch {
                pulse.giveBack(taken)
                throw error
            }
        }
        for row in try await store.read({ try $0.rows(HealthQuery.lastEvents) }) {
            let last: Timestamp = try row.get("last_event_at")
            if last.milliseconds > 0 { try pulse.learn(row.get("id"), last: last, now: clock.now()) }
        }
    }

    private func write(_ taken: [ChannelID: [Int64: ChannelPulse.Beats]]) async throws {
        let now = clock.now()
        let (oldest, latest) = (Rhythm.hour(of: now) - Rhythm.reach, now + Timestamp.clockSlack)
        try await store.write { transaction in
            for (channel, hours) in taken {
                for (hour, beats) in hours {
                    try transaction.run(HealthQuery.addEvents, channel, hour, beats.events)
                    try transaction.run(HealthQuery.setLastEvent, channel, beats.last, latest)
                }
            }
            try transaction.run(HealthQuery.forgetHours, oldest)
        }
    }
}
