import Contracts
import Testing

@testable import Bus

@Suite
struct SequencerTests {
    private static let track = Track(Source(producer: .gateway, origin: Origin(1), stream: .inbound), Lane(key: "a"))
    private let start = ContinuousClock.now

    static func event(_ sequence: Int64, on track: Track = track) -> EventMessage {
        EventMessage(
            track: track,
            sequence: sequence,
            tail: EventTail(emittedAt: Timestamp(milliseconds: 0), workspace: .test, topic: "t", trace: ""),
            payload: [0, 0]
        )
    }

    private func receive(_ sequences: [Int64], by sequencer: inout Sequencer) -> [Int64] {
        var queue: [EventMessage] = []
        for sequence in sequences { _ = sequencer.receive(Self.event(sequence), now: start, into: &queue) }
        return queue.map(\.sequence)
    }

    @Test(
        arguments: [
            ([1, 2, 3], [1, 2, 3]), ([3, 2, 1], [1, 2, 3]), ([1, 1, 2, 2, 1], [1, 2]), ([2, 3], []), ([1, 3, 4], [1]),
            ([1, 3, 2, 5, 4], [1, 2, 3, 4, 5]),
        ] as [([Int64], [Int64])]
    )
    func `hands on in order, each once`(came: [Int64], handedOn: [Int64]) {
        var sequencer = Sequencer(after: 0)
        #expect(receive(came, by: &sequencer) == handedOn)
    }

    @Test func `drops what lies at or below the cursor`() {
        var sequencer = Sequencer(after: 10)
        #expect(receive([9, 10, 11], by: &sequencer) == [11])
    }

    @Test func `asks for a replay once a gap has lasted`() {
        var sequencer = Sequencer(after: 0)
        _ = receive([2], by: &sequencer)
        #expect(!sequencer.wantsReplay(start))
        #expect(sequencer.wantsReplay(start + Sequencer.grace))
        sequencer.asked(start)
        #expect(!sequencer.wantsReplay(start + Sequencer.grace))
        #expect(sequencer.wantsReplay(start + Sequencer.patience))
    }

    @Test func `a heartbeat reveals what was lost at the end`() {
        var sequencer = Sequencer(after: 5)
        sequencer.learn(head: 5, now: start)
        #expect(!sequencer.isBehind)
        sequencer.learn(head: 7, now: start)
        #expect(sequencer.wantsReplay(start + Sequencer.grace))
        #expect(receive([6, 7], by: &sequencer) == [6, 7])
        #expect(!sequencer.wantsReplay(start + Sequencer.patience))
    }

    @Test func `goes over what the producer no longer has`() {
        var sequencer = Sequencer(after: 0)
        #expect(receive([6], by: &sequencer).isEmpty)
        var queue: [EventMessage] = []
        sequencer.replayed(first: 5, head: 6, into: &queue)
        #expect(sequencer.last == 4)
        #expect(receive([5], by: &sequencer) == [5, 6])
    }

    @Test func `keeps only some of what comes early`() {
        var sequencer = Sequencer(after: 0)
        _ = receive(Array(2...1000), by: &sequencer)
        #expect(receive([1], by: &sequencer).count == Sequencer.earlyLimit + 1)
        #expect(sequencer.head == 1000)
        #expect(sequencer.isBehind)
    }
}

@Suite
struct InboxTests {
    private static let source = Source(producer: .gateway, origin: Origin(1), stream: .inbound)
    private let now = ContinuousClock.now

    private func inbox(_ limits: Inbox.Limits = Inbox.Limits(), lanes: [Lane] = Lane.all) -> Inbox {
        var inbox = Inbox([Self.source.feed], limits: limits)
        for lane in lanes { inbox.hold(lane, cursors: [:]) }
        return inbox
    }

    private func track(_ lane: Int) throws -> Track { Track(Self.source, try #require(Lane(lane))) }

    @Test func `takes the events of held lanes and known feeds alone`() throws {
        var inbox = inbox(lanes: [try #require(Lane(1))])
        #expect(inbox.receive(SequencerTests.event(1, on: try track(1)), now: now))
        #expect(!inbox.receive(SequencerTests.event(1, on: try track(2)), now: now))
        let other = Source(producer: .media, origin: Origin(1), stream: .media)
        #expect(!inbox.receive(SequencerTests.event(1, on: Track(other, try track(1).lane)), now: now))
        #expect(inbox.count == 1)
    }

    @Test func `has room for so much, and wants the rest again`() throws {
        var inbox = inbox(Inbox.Limits(events: 10))
        for sequence in 1...30 { _ = inbox.receive(SequencerTests.event(Int64(sequence), on: try track(1)), now: now) }
        #expect(inbox.count == 10)
        #expect(inbox.replays(now + Sequencer.grace).isEmpty)
        #expect(inbox.take(9).count == 9)
        #expect(
            inbox.replays(now + Sequencer.grace) == [Self.source: [ReplayRequest.After(lane: 1, sequence: 10)]]
        )
        #expect(inbox.backlog == 30)
    }

    @Test func `goes back to the cursor after a failure, and rests`() throws {
        var inbox = inbox()
        for sequence in 1...5 { _ = inbox.receive(SequencerTests.event(Int64(sequence), on: try track(1)), now: now) }
        _ = inbox.receive(SequencerTests.event(1, on: try track(2)), now: now)
        #expect(inbox.take(2).map(\.sequence) == [1, 2])
        inbox.applied(try track(1), upTo: 1)
        inbox.rewind(try track(1), until: now + .seconds(1))
        #expect(inbox.take(10).map(\.track) == [try track(2)])
        #expect(inbox.replays(now).isEmpty)
        let later = now + .seconds(1)
        #expect(inbox.replays(later) == [Self.source: [ReplayRequest.After(lane: 1, sequence: 1)]])
        #expect(inbox.receive(SequencerTests.event(2, on: try track(1)), now: later))
        #expect(inbox.take(10).map(\.sequence) == [2])
    }

    @Test func `asks no more for what an outbox has told that was given up, and applies what came of it`() throws {
        var inbox = inbox()
        for sequence in [1, 2, 5] as [Int64] {
            _ = inbox.receive(SequencerTests.event(sequence, on: try track(1)), now: now)
        }
        let later = now + Sequencer.grace
        inbox.giveUp(.gateway, except: [])
        inbox.giveUp(.media, except: [Origin(2)])
        inbox.giveUp(.gateway, except: [Origin(1), Origin(2)])
        #expect(inbox.backlog == 5)
        inbox.giveUp(.gateway, except: [Origin(2)])
        #expect(inbox.replays(later).isEmpty)
        #expect(inbox.take(10).map(\.sequence) == [1, 2])
        inbox.applied(try track(1), upTo: 2)
        #expect(inbox.backlog == 0)
        #expect(inbox.applied == [try track(1): 2], "how far it was read is told still")
        inbox.learn(Self.source, heads: Array(repeating: 5, count: 2), now: later)
        #expect(inbox.backlog == 8, "it is back")
    }

    @Test func `what was taken before a track began anew is void`() throws {
        var inbox = inbox()
        for lane in 1...2 { _ = inbox.receive(SequencerTests.event(1, on: try track(lane)), now: now) }
        let era = inbox.era
        inbox.rewind(try track(1), until: nil)
        #expect(inbox.cursor(try track(1), since: era) == nil)
        #expect(inbox.cursor(try track(1), since: inbox.era) == 0)
        #expect(inbox.cursor(try track(2), since: era) == 0)
        inbox.release(try track(2).lane)
        inbox.hold(try track(2).lane, cursors: [try track(2): 7])
        #expect(inbox.cursor(try track(2), since: era) == nil)
        #expect(inbox.cursor(try track(2), since: inbox.era) == 7)
    }

    @Test func `forgets a lane that is let go`() throws {
        var inbox = inbox()
        for lane in 1...2 { _ = inbox.receive(SequencerTests.event(1, on: try track(lane)), now: now) }
        inbox.release(try track(1).lane)
        #expect(inbox.take(10).map(\.track) == [try track(2)])
        #expect(inbox.cursor(try track(1), since: inbox.era) == nil)
    }

    @Test func `counts what was deleted before it was read`() throws {
        var inbox = inbox()
        let extent = ReplayedMessage.Extent(lane: 1, first: 8, head: 10)
        inbox.learn(Self.source, heads: Array(repeating: 10, count: 64), now: now)
        #expect(inbox.replayed(Self.source, [extent]) == 0)  // a new reader reads what is there
        _ = inbox.receive(SequencerTests.event(8, on: try track(1)), now: now)
        #expect(inbox.replayed(Self.source, [ReplayedMessage.Extent(lane: 1, first: 11, head: 10)]) == 2)
    }
}
