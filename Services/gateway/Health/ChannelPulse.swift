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
    }

    private let state = Mutex(State())

    /// Something came.
    func beat(_ channel: ChannelID, at moment: Timestamp) {
        state.withLock { state in
            state.beats[channel, default: [:]][Rhythm.hour(of: moment), default: Beats(last: moment)].events += 1
            state.last[channel] = max(state.last[channel] ?? moment, moment)
        }
    }

    /// When something last came, as far as this instance and the store know; nil when nothing ever did.
    func last(_ channel: ChannelID) -> Timestamp? {
        state.withLock { $0.last[channel] }
    }

    /// Notes what the store, and so other instances, know.
    func learn(_ channel: ChannelID, last: Timestamp) {
        state.withLock { state in state.last[channel] = max(state.last[channel] ?? last, last) }
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
