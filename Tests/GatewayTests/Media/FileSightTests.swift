import Contracts
import Runtime
import Store
import Synchronization
import TestSupport
import Testing

@testable import gateway

/// Who sees which files, with stand-ins for conversations and media that count what they are asked.
@Suite struct FileSightTests {
    private final class Asked: Sendable {
        private let count = Mutex(0)

        var total: Int { count.withLock { $0 } }

        func count<Value>(_ value: Value) -> Value {
            count.withLock { $0 += 1 }
            return value
        }
    }

    private struct Row: Sendable {
        var shown = false
        var visible = false
        var inGallery = false
        var received = false
        let isSeen: Bool
    }

    private func sight(_ row: Row, _ asked: Asked, _ clock: TestClock) -> FileSight {
        FileSight(
            clock: clock.clock,
            showing: { _, _ in asked.count(FileShowing(isShown: row.shown, isVisible: row.visible)) },
            home: { _, _ in asked.count(FileHome(inGallery: row.inGallery, isReceived: row.received)) }
        )
    }

    private func withMei(_ test: @Sendable (_ mei: Caller, _ ann: Caller) async throws -> Void) async throws {
        try await withStore(.sqlite) { store in
            let office = try await Office(store)
            let mei = try await office.add("Mei", branch: "Kepong")
            try await test(office.caller(mei.email), office.caller())
        }
    }

    private static let media = MediaID(trusted: "m1")

    @Test(arguments: [
        Row(shown: true, visible: true, received: true, isSeen: true),
        Row(shown: true, received: true, isSeen: false),
        Row(shown: true, isSeen: false),
        Row(shown: true, inGallery: true, received: true, isSeen: true),
        // An upload that was not sent yet; and what came with a message that is still on its way.
        Row(isSeen: true),
        Row(received: true, isSeen: false),
    ])
    private func `who is limited to a branch sees its files, the gallery's and those of no message`(
        row: Row
    ) async throws {
        try await withMei { mei, ann in
            let (asked, clock) = (Asked(), TestClock())
            let sight = sight(row, asked, clock)
            try await sight.check(Self.media, ann)
            #expect(asked.total == 0, "who sees all is not asked about")
            if row.isSeen {
                try await sight.check(Self.media, mei)
            } else {
                await #expect(throws: Problem.notFound("file")) { try await sight.check(Self.media, mei) }
            }
        }
    }

    @Test func `one file that is read in parts is asked for once in a while`() async throws {
        try await withMei { mei, _ in
            let (asked, clock) = (Asked(), TestClock())
            let sight = sight(Row(shown: true, visible: true, isSeen: true), asked, clock)
            for _ in 1...5 { try await sight.check(Self.media, mei) }
            #expect(asked.total == 1)
            try await sight.check(MediaID(trusted: "m2"), mei)
            #expect(asked.total == 2)
            clock.advance(by: FileSight.lifetime)
            try await sight.check(Self.media, mei)
            #expect(asked.total == 3)
        }
    }

    @Test func `one that is refused is asked for anew, since its branch may change`() async throws {
        try await withMei { mei, _ in
            let (asked, clock) = (Asked(), TestClock())
            let sight = sight(Row(shown: true, isSeen: false), asked, clock)
            for _ in 1...2 {
                await #expect(throws: Problem.notFound("file")) { try await sight.check(Self.media, mei) }
            }
            #expect(asked.total == 4)
        }
    }
}
