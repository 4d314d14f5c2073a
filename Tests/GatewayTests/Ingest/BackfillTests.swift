import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway
@testable import waha_simulator

@Suite(.timeLimit(.minutes(2)))
struct BackfillTests {
    @Test(arguments: Engine.allCases)
    func `what webhooks lost is read back when the session comes back`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store) { waha in
                let provider = waha.provider
                await waha.simulator.hear("first")
                #expect(try await eventually { try await provider.texts() == ["first"] })
                await waha.faults { $0.loseWebhooks = 1 }
                await waha.simulator.hear("second")
                await waha.simulator.hear("third")
                await waha.faults { $0.loseWebhooks = 0 }
                try await running([provider.backfill()]) { () async throws -> Void in
                    #expect(try await eventually { try await provider.texts() == ["first", "second", "third"] })
                    await waha.faults { $0.loseWebhooks = 1 }
                    await waha.simulator.hear("fourth")
                    await waha.faults { $0.loseWebhooks = 0 }
                    _ = try await provider.control.restart(provider.channel)
                    #expect(try await eventually { try await provider.texts().contains("fourth") })
                }
                let read = try await provider.told(MessageReceived.self).filter { $0.backfilled == true }
                #expect(Set(read.compactMap(\.body)).isSuperset(of: ["second", "third", "fourth"]))
            }
        }
    }

    @Test(arguments: [Engine.webjs, .noweb])
    func `reads on past a hundred chats, and past those in which nobody has written`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store) { waha in
                let provider = waha.provider
                await waha.faults { $0.loseWebhooks = 1 }
                for number in 0..<230 {
                    // Every fourth has something that nobody has written, and one has rested for long.
                    await waha.simulator.hear(
                        "\(number)",
                        from: "\(60_123_000_000 + number)",
                        secondsAgo: number == 7 ? 86_400 : Int64(number) + 5,
                        as: number % 4 == 2 ? .system(type: "gp2") : nil
                    )
                }
                try await provider.backfill().fill(provider.channel, since: provider.clock.now() - .seconds(3600))
                let expected = (0..<230).filter { $0 % 4 != 2 && $0 != 7 }.map(String.init)
                #expect(try await provider.texts() == Set(expected))
                #expect(try await provider.told(MessageReceived.self).filter { $0.body != nil }.count == expected.count)
            }
        }
    }

    @Test func `reads however much it is, the oldest of what is told together first`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let provider = waha.provider
                await waha.faults { $0.loseWebhooks = 1 }
                for number in 0..<5_300 { await waha.simulator.hear("\(number)", secondsAgo: Int64(6_000 - number)) }
                try await provider.backfill().fill(provider.channel, since: provider.clock.now() - .seconds(7_200))
                let texts = try await provider.told(MessageReceived.self).compactMap(\.body)
                #expect(texts.count == 5_300)
                #expect(Set(texts).count == 5_300)
                #expect(texts.prefix(1_000).compactMap(Int.init) == Array(4_300..<5_300))
            }
        }
    }

    @Test func `a chat that moves to the front while others are read is read as well`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.webjs, store) { waha in
                let (provider, simulator) = (waha.provider, waha.simulator)
                await waha.faults { $0.loseWebhooks = 1 }
                for number in 0..<150 {
                    let phone = "\(60_123_000_000 + number)"
                    await simulator.hear("\(number)", from: phone, secondsAgo: Int64(number) + 200)
                }
                let begun = provider.clock.now()
                let span = HistoryBook.Span(since: begun - .seconds(3600), begun: begun, across: false)
                var (texts, places) = (Set<String>(), [Int]())
                let reading = HistoryReading(
                    entry: try provider.directory.entry(provider.channel),
                    span: span,
                    clock: provider.clock,
                    tell: { texts.formUnion($0.compactMap(\.body)) },
                    reached: { place in
                        if places.isEmpty { await simulator.hear("again", from: "60123000149") }
                        places.append(place)
                    }
                )
                try await reading.run()
                #expect(texts == Set((0..<150).map(String.init) + ["again"]))
                #expect(places == [100, 200])
            }
        }
    }

    @Test(arguments: [Engine.webjs, .gows])
    func `a reading that was stopped is gone on with, whatever webhooks came since`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store) { waha in
                let (provider, book, now) = (waha.provider, waha.provider.history, waha.provider.clock.now())
                await waha.faults { $0.loseWebhooks = 1 }
                await waha.simulator.hear("lost", secondsAgo: 3_000)
                await waha.simulator.hear("lost later", from: "60123450002", secondsAgo: 1_000)
                await waha.faults { $0.loseWebhooks = 0 }
                let start = now - .seconds(3_600)
                _ = try await book.known(of: provider.channel, orSince: start)
                let stopped = HistoryBook.Span(since: start, begun: now - .seconds(2_000), across: engine == .gows)
                _ = try await book.begin(stopped, of: provider.channel)
                await waha.simulator.hear("told")
                #expect(try await eventually { try await provider.texts().contains("told") })
                try await running([provider.backfill()]) { () async throws -> Void in
                    #expect(
                        try await eventually {
                            try await book.known(of: provider.channel, orSince: start).covered >= now
                        }
                    )
                }
                #expect(try await provider.texts() == ["lost", "lost later", "told"])
            }
        }
    }

    @Test func `a file that WAHA was still getting is read back, though later messages have come`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let (provider, book) = (waha.provider, waha.provider.history)
                _ = try await book.known(of: provider.channel, orSince: provider.clock.now())
                try await store.write { try $0.run(sql: "UPDATE channel_history SET synced = 1") }
                await waha.faults { $0.loseWebhooks = 1 }
                await waha.simulator.hear("a long film", secondsAgo: 600)
                await waha.faults { $0.loseWebhooks = 0 }
                try await running([provider.backfill()]) { () async throws -> Void in
                    #expect(try await eventually { try await provider.texts() == ["a long film"] })
                }
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `until when all has come is not believed of a clock that was ahead`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let clock = TestClock()
            let provider = try await Provider(store, clock: clock.clock)
            let (book, channel) = (provider.history, provider.channel)
            _ = try await book.known(of: channel, orSince: clock.now)
            clock.advance(by: .seconds(8 * 3600))
            provider.pulse.beat(channel, at: clock.now)
            let recorder = PulseRecorder(store: store, pulse: provider.pulse, clock: clock.clock, logger: .silent)
            try await recorder.record()
            try await book.cover(channel, until: clock.now, known: book.known(of: channel, orSince: clock.now))
            clock.advance(by: .seconds(-8 * 3600))
            #expect(try await book.known(of: channel, orSince: clock.now).covered == clock.now)
            clock.advance(by: .seconds(3600))
            #expect(try await book.known(of: channel, orSince: clock.now).covered == clock.now - .seconds(3600))
            #expect(provider.pulse.last(channel, now: clock.now) == nil)
            provider.pulse.beat(channel, at: clock.now)
            #expect(provider.pulse.last(channel, now: clock.now) == clock.now)
            try await recorder.record()
            #expect(try await provider.count("channel", where: "last_event_at = \(clock.now.milliseconds)") == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `nothing counts as read before a reading is at its end`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let provider = try await Provider(store)
            let (book, channel) = (provider.history, provider.channel)
            let moments = (0..<4).map { Timestamp(milliseconds: 1_767_225_600_000 + $0 * 600_000) }
            let known = try await book.known(of: channel, orSince: moments[0])
            #expect(known == HistoryBook.Known(covered: moments[0], unfinished: nil))
            let span = HistoryBook.Span(since: moments[0], begun: moments[2], across: true)
            #expect(try await book.begin(span, of: channel) == span)
            try await book.reach(300, in: span, of: channel)
            try await book.reach(200, in: span, of: channel)
            var reached = span
            reached.place = 300
            let stopped = try await book.known(of: channel, orSince: moments[3])
            #expect(stopped == HistoryBook.Known(covered: moments[0], unfinished: reached))
            // Another instance joins it.
            let other = HistoryBook.Span(since: moments[1], begun: moments[3], across: true)
            #expect(try await book.begin(other, of: channel) == reached)
            try await book.finish(other, of: channel)
            #expect(try await book.known(of: channel, orSince: moments[3]).unfinished == reached)
            try await book.finish(reached, of: channel)
            let done = try await book.known(of: channel, orSince: moments[3])
            #expect(done == HistoryBook.Known(covered: moments[2], unfinished: nil))
            try await book.cover(channel, until: moments[1], known: done)
            #expect(try await book.known(of: channel, orSince: moments[0]) == done)
            try await book.cover(channel, until: moments[3], known: done)
            #expect(try await book.known(of: channel, orSince: moments[0]).covered == moments[3])
        }
    }

    @Test(arguments: Engine.allCases)
    func `the chats that a number had before it was connected are read once`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store) { waha in
                let provider = waha.provider
                await waha.faults { $0.loseWebhooks = 1 }
                let day: Int64 = 86_400
                await waha.simulator.hear("last year", from: "60123450001", secondsAgo: 300 * day)
                await waha.simulator.hear("long ago", from: "60123450002", secondsAgo: 200 * day)
                await waha.simulator.hear("last week", from: "60123450002", secondsAgo: 7 * day)
                await waha.simulator.hear("before that", from: "60123450002", secondsAgo: 8 * day)
                await waha.simulator.hear("just now")
                try await running([provider.backfill()]) { () async throws -> Void in
                    #expect(try await eventually { try await provider.isCaughtUp() })
                }
                let read = ["last year", "last week", "before that", "just now"]
                #expect(try await provider.texts() == Set(read))
                let told = try await provider.told(MessageReceived.self)
                #expect(Set(told.filter { $0.past == true }.compactMap(\.body)) == Set(read.dropLast()))
                let count = told.count
                try await running([provider.backfill()]) { () async throws -> Void in
                    await waha.simulator.hear("new")
                    #expect(try await eventually { try await provider.texts().contains("new") })
                }
                // Only what was written in the last minutes may be read again.
                #expect(try await provider.told(MessageReceived.self).count <= count + 3)
            }
        }
    }

    @Test func `without the setting a new channel's past stays where it is, until it is turned on`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let provider = waha.provider
                try await provider.syncChats(false)
                await waha.faults { $0.loseWebhooks = 1 }
                await waha.simulator.hear("old", secondsAgo: 3600)
                try await store.write { try $0.run(script: "DELETE FROM known_webhook") }
                try await running([provider.backfill()]) { () async throws -> Void in
                    await waha.simulator.hear("new", secondsAgo: 0)
                    await waha.faults { $0.loseWebhooks = 0 }
                    _ = try await provider.control.restart(provider.channel)
                    #expect(try await eventually { try await provider.texts() == ["new"] })
                    try await provider.syncChats(true)
                    #expect(try await eventually { try await provider.texts() == ["old", "new"] })
                }
            }
        }
    }
}

extension Simulator {
    /// Somebody writes.
    fileprivate func hear(
        _ text: String,
        from phone: String = "60123456789",
        secondsAgo: Int64 = 0,
        as content: Content? = nil
    ) {
        var incoming = Incoming(from: .phone(phone), content: content ?? .text(text))
        incoming.milliseconds = Moment.now.milliseconds - secondsAgo * 1_000
        _ = receive(incoming)
    }
}

extension Provider {
    fileprivate func syncChats(_ isOn: Bool) async throws {
        _ = try await registry.update(channel, of: Self.workspace, version: nil) { known in
            try known.changed(by: ChannelChange(chatSync: isOn), makesSecret: false)
        }
    }

    /// Whether all has been read.
    fileprivate func isCaughtUp() async throws -> Bool {
        let known = try await history.known(of: channel, orSince: clock.now())
        return known.isSynced && known.unfinished == nil
    }

    fileprivate var history: HistoryBook { HistoryBook(store: store, clock: clock) }

    /// The texts that came in.
    fileprivate func texts() async throws -> Set<String> {
        Set(try await told(MessageReceived.self).compactMap(\.body))
    }
}
