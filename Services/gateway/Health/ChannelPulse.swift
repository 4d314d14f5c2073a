import Contracts
import Synchronization

/// What comes of the channels, counted in memory: webhooks note it, ``PulseRecorder`` writes it down now and then.
final class ChannelPulse: Sendable {
    /// What came of one channel since it was last written down.
    struct Beats: Hashable, Sendable {
        var events = 0
        var last: Timestamp
    }

    private struct State {
        /// By the hour in which they came.
        var beats: [ChannelID: [Int64: Beats]] = [:]
        var last: [ChannelID: Timestamp] = [:]

        mutating func note(_ moment: Timestamp, _ channel: ChannelID, now: Timestamp) {
            if let known = last[channel], known > moment, !known.isAhead(of: now) { return }
            last[channel] = moment
        }
    }

    private let state = Mutex(State())

    /// Something came.
    func beat(_ channel: ChannelID, at moment: Timestamp) {
        state.withLock { state in
            state.beats[channel, default: [:]][Rhythm.hour(of: moment), default: Beats(last: moment)].events += 1
            state.note(moment, channel, now: moment)
        }
    }

    /// When something last came, as far as this instance and the store know; nil when nothing ever did, or that is yet
    /// to come by a clock that was set back.
    func last(_ channel: ChannelID, now: Timestamp) -> Timestamp? {
        state.withLock { $0.last[channel] }.flatMap { $0.isAhead(of: now) ? nil : $0 }
    }

    /// Notes what the store, and so other instances, know.
    func learn(_ channel: ChannelID, last: Timestamp, now: Timestamp) {
        guard !last.isAhead(of: now) else { return }
        state.withLock { $0.note(last, channel, now: now) }
    }

    /// Takes what is to be written down.
    func take() -> [ChannelID: [Int64: Beats]] {
        state.withLock { state in
            defer { state.beats = [:] }
            return state.beats
        }
    }

    /// Puts back what could not be written down.
    func giveBack(_ taken: [ChannelID: [Int64: Beats]]) {
        state.withLock { state in
            for (channel, hours) in taken {
                for (hour, beats) in hours {
                    state.beats[channel, default: [:]][hour, default: Beats(last: beats.last)].events += beats.events
                }
            }
        }
    }
}
