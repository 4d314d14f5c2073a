import Contracts
import Synchronization

/// What comes of the channels, counted in memory: webhooks note it, ``PulseRecorder`` writes it down now and then.
final class ChannelPulse: Sendable {
    /// What came of one channel since it was last written down.
    struct Beats: Hashable, Sendable {
        var events: Int
        var last: Timestamp
    }

    private struct Course {
        /// By the hour in which they came.
        var beats: [Int64: Beats] = [:]
        var last: Timestamp?

        mutating func beat(at moment: Timestamp) {
            add(Beats(events: 1, last: moment), in: Rhythm.hour(of: moment))
            note(moment, now: moment)
        }

        mutating func add(_ more: Beats, in hour: Int64) {
            let known = beats[hour]
            beats[hour] = Beats(
                events: (known?.events ?? 0) + more.events,
                last: max(known?.last ?? more.last, more.last)
            )
        }

        mutating func note(_ moment: Timestamp, now: Timestamp) {
            if let last, last > moment, !last.isAhead(of: now) { return }
            last = moment
        }
    }

    private let courses = Mutex<[ChannelID: Course]>([:])

    /// Something came.
    func beat(_ channel: ChannelID, at moment: Timestamp) {
        courses.withLock { courses in
            courses[channel, default: Course()].beat(at: moment)
        }
    }

    /// When something last came, as far as this instance and the store know; nil when nothing ever did, or that is yet
    /// to come by a clock that was set back.
    func last(_ channel: ChannelID, now: Timestamp) -> Timestamp? {
        courses.withLock { $0[channel]?.last }.flatMap { $0.isAhead(of: now) ? nil : $0 }
    }

    /// Notes what the store, and so other instances, know.
    func learn(_ channel: ChannelID, last: Timestamp, now: Timestamp) {
        guard !last.isAhead(of: now) else { return }
        courses.withLock { $0[channel, default: Course()].note(last, now: now) }
    }

    /// Takes what is to be written down.
    func take() -> [ChannelID: [Int64: Beats]] {
        courses.withLock { courses in
            var taken: [ChannelID: [Int64: Beats]] = [:]
            for (channel, course) in courses where !course.beats.isEmpty {
                taken[channel] = course.beats
                courses[channel]?.beats = [:]
            }
            return taken
        }
    }

    /// Puts back what could not be written down.
    func giveBack(_ taken: [ChannelID: [Int64: Beats]]) {
        courses.withLock { courses in
            for (channel, hours) in taken {
                for (hour, beats) in hours { courses[channel, default: Course()].add(beats, in: hour) }
            }
        }
    }
}
