import Contracts
import Store
import TestSupport
import Testing

@testable import Bus

@Suite(.timeLimit(.minutes(2)))
struct EventLogTests {
    /// Tells events of two streams and some lanes, in writes of 1 to 5 and one that fills several rows.
    /// - Returns: the payloads by track, in order.
    private func fill(_ store: any Store) async throws -> [OwnTrack: [[UInt8]]] {
        try await store.migrate("bus", Bus.migrations)
        var told: [OwnTrack: [[UInt8]]] = [:]
        for write in 0..<200 {
            let drafts = (0...write % 5).map { draft in
                // Lane 9 is told of rarely.
                let lane = write % 70 == 3 ? 9 : (write * 3 + draft) % 7
                let track = OwnTrack(draft == 4 ? .session : .inbound, Lane.all[lane])
                let size = write == 100 ? 200_000 : write % 30
                let payload = Array("\(write).\(draft)".utf8) + Array(repeating: 0x20, count: size)
                told[track, default: []].append(payload)
                return Self.draft(track, at: write, payload)
            }
            let numbered = try await store.write { try $0.engine.eventLog.append(drafts, in: $0) }
            #expect(numbered.count == drafts.count)
        }
        return told
    }

    private static func draft(_ track: OwnTrack, at time: Int, _ payload: [UInt8]) -> EventDraft {
        let moment = Timestamp(milliseconds: Int64(time))
        return EventDraft(track, emittedAt: moment, header: Array("\(time)\tw\tt\t".utf8), payload: payload)
    }

    private func expect(_ events: [NumberedEvent], _ payloads: ArraySlice<[UInt8]>) {
        #expect(events.map(\.sequence) == payloads.indices.map { Int64($0) + 1 })
        #expect(events.map { Array($0.draft.payload) } == Array(payloads))
    }

    @Test(arguments: StoreEngine.underTest)
    func `a track is read from any place`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let (log, told) = (engine.eventLog, try await fill(store))
            let heads = try await store.read { try log.heads(in: $0) }
            #expect(heads == told.mapValues { Int64($0.count) })
            for (track, payloads) in told {
                for start in stride(from: 0, through: payloads.count, by: 7) {
                    for limit in [0, 1, 20, 1000] {
                        let events = try await store.read { reader in
                            try log.events(of: track, after: Int64(start), limit: limit, in: reader)
                        }
                        expect(events, payloads[start..<min(payloads.count, start + limit)])
                    }
                }
                #expect(try await store.read { try log.head(of: track, in: $0) } == Int64(payloads.count))
            }
            let unknown = OwnTrack(.inbound, Lane.all[63])
            #expect(try await store.read { try log.head(of: unknown, in: $0) } == 0)
            #expect(try await store.read { try log.events(of: unknown, after: 0, limit: 9, in: $0) }.isEmpty)
        }
    }

    @Test func `events of an earlier version are read, and what is damaged holds up nothing else`() async throws {
        try await withStore(.sqlite) { store in
            try await store.migrate("bus", Array(Bus.migrations.prefix(1)))
            let track = OwnTrack(.inbound, Lane.all[5])
            var (block, heads) = (EventBlock(), LaneHeads())
            let payloads = (0..<40).map { Array("payload \($0) of an earlier version, not packed".utf8) }
            for (number, payload) in payloads.enumerated() {
                let draft = Self.draft(track, at: number, payload)
                block.append(NumberedEvent(draft: draft, sequence: heads.advance(track.lane)))
            }
            let (old, at) = (block, heads.bytes)
            try await store.write { transaction in
                _ = try transaction.run(
                    sql: "INSERT INTO outbox (place, lanes, emitted_at, heads, events) VALUES (?, ?, ?, ?, ?)",
                    arguments: [Stream.inbound.place(1), old.lanes.column, old.newest, at, old.bytes]
                )
            }
            try await store.migrate("bus", Bus.migrations)
            let log = store.engine.eventLog
            let later = (40..<80).map { number in
                Array("payload \(number), as it is kept now".utf8) + Array(repeating: 0x20, count: 60)
            }
            for part in [later.prefix(20), later.suffix(20)] {
                let drafts = part.map { Self.draft(track, at: 50, $0) }
                _ = try await store.write { try log.append(drafts, in: $0) }
            }
            let packed = try await store.read { reader in
                try reader.rows(sql: "SELECT packed FROM outbox ORDER BY place").map { row in
                    try row.get("packed", as: Int.self)
                }
            }
            #expect(packed == [0, 1, 1])
            func read() async throws -> [NumberedEvent] {
                try await store.read { try log.events(of: track, after: 0, limit: 1000, in: $0) }
            }
            expect(try await read(), (payloads + later)[...])
            try await store.write { transaction in
                _ = try transaction.run(
                    sql: "UPDATE outbox SET events = x'2802' WHERE place = ?",
                    arguments: [
                        Stream.inbound.place(2)
                    ]
                )
            }
            #expect(try await read().map(\.sequence) == Array(1...40) + Array(61...80))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a replay leads every track to its head, however far behind`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let told = try await fill(store).filter { $0.key.stream == .inbound }
            // One track was never read, one is done, the others are somewhere.
            var cursors = Dictionary(uniqueKeysWithValues: told.map { ($0, $1.count * $0.lane.number / 6) })
            for (track, count) in cursors { cursors[track] = min(count, told[track]?.count ?? 0) }
            for _ in 0..<30 where cursors != told.mapValues(\.count) {
                let request = ReplayRequest(
                    origin: "",
                    stream: .inbound,
                    tracks: cursors.map { .init(lane: $0.lane.number, sequence: Int64($1)) },
                    limit: 100
                )
                let replay = try await store.read { try $0.engine.eventLog.replay(request, in: $0) }
                #expect(!replay.events.isEmpty)
                for event in replay.events {
                    let cursor = cursors[event.draft.track] ?? 0
                    #expect(event.sequence == Int64(cursor) + 1)
                    #expect(Array(event.draft.payload) == told[event.draft.track]?[cursor])
                    cursors[event.draft.track] = cursor + 1
                }
                #expect(Set(replay.extents.map(\.lane)) == Set(cursors.keys.map(\.lane.number)))
                #expect(replay.extents.allSatisfy { $0.first == 1 }, "none is gone, wherever the consumer is")
            }
            #expect(cursors == told.mapValues(\.count))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `an answer that comes after its reader has gone back takes it no further`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            _ = try await fill(store)
            let source = Source(producer: .gateway, origin: Origin(1), stream: .inbound)
            let track = Track(source, Lane.all[3])
            var inbox = Inbox([source.feed])
            inbox.hold(track.lane, cursors: [:])
            for sequence in 1...20 as ClosedRange<Int64> {
                _ = inbox.receive(SequencerTests.event(sequence, on: track), now: .now)
            }
            let request = ReplayRequest(
                origin: "",
                stream: .inbound,
                tracks: [.init(lane: track.lane.number, sequence: 20)],
                limit: 10
            )
            let answer = try await store.read { try engine.eventLog.replay(request, in: $0) }
            inbox.rewind(track, until: nil)
            #expect(inbox.replayed(source, answer.extents) == 0)
            let wanted = inbox.replays(.now + Sequencer.grace)
            #expect(wanted == [source: [.init(lane: track.lane.number, sequence: 0)]])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what was deleted is gone from its beginning, and numbers go on`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let (log, told) = (engine.eventLog, try await fill(store))
            let track = OwnTrack(.inbound, Lane.all[3])
            let payloads = try #require(told[track])
            let all = Dictionary(uniqueKeysWithValues: Lane.all.map { ($0, Int64.max >> 24) })
            var held = all
            held[track.lane] = 10
            try await log.prune(.inbound, upTo: held, before: Timestamp(milliseconds: 1000), in: store)
            try await expectKept(payloads, of: track, from: engine == .postgres ? 11 : nil, atMost: 11, in: store)
            // The time of the other half is not over.
            try await log.prune(.inbound, upTo: all, before: Timestamp(milliseconds: 150), in: store)
            try await expectKept(payloads, of: track, from: nil, atMost: payloads.count, in: store)
            try await log.prune(.inbound, upTo: all, before: Timestamp(milliseconds: 1000), in: store)
            let left = try await store.read { try log.events(of: track, after: 0, limit: 1000, in: $0) }
            #expect(left.isEmpty)
            let other = OwnTrack(.session, Lane.all[1])
            let others = try await store.read { try log.events(of: other, after: 0, limit: 1000, in: $0) }
            #expect(others.count == told[other]?.count)
            let next = try await store.write { try log.append([Self.draft(track, at: 201, [1])], in: $0) }
            #expect(next.map(\.sequence) == [Int64(payloads.count) + 1])
        }
    }

    /// Expects that a track has its events from some place on, and that a replay says so.
    private func expectKept(
        _ payloads: [[UInt8]],
        of track: OwnTrack,
        from place: Int?,
        atMost latest: Int,
        in store: any Store
    ) async throws {
        let log = store.engine.eventLog
        let kept = try await store.read { try log.events(of: track, after: 0, limit: 1000, in: $0) }
        let first = try Int(#require(kept.first).sequence)
        #expect(first > 1 && first <= latest)
        if let place { #expect(first == place) }
        expect(kept, payloads[(first - 1)...])
        let request = ReplayRequest(
            origin: "",
            stream: track.stream,
            tracks: [.init(lane: track.lane.number, sequence: 1)],
            limit: 10
        )
        let replay = try await store.read { try log.replay(request, in: $0) }
        #expect(replay.extents == [.init(lane: track.lane.number, first: Int64(first), head: Int64(payloads.count))])
        #expect(replay.events.first?.sequence == Int64(first))
    }

    @Test func `any bytes are read without harm`() {
        for size in 0..<400 {
            let bytes = (0..<size).map { _ in UInt8.random(in: 0...255) }
            _ = EventBlock.events(of: .inbound, in: bytes) { _, _ in true }
            _ = LaneHeads(bytes)
        }
    }
}
