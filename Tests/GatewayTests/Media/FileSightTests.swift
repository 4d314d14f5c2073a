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
        /// The branch of the conversation that shows the file; nil when none does.
        var shownIn: String?
        var inGallery = false
        var received = false
        /// By name.
        var uploader: String?
        let seenBy: [String]
    }

    private static let media = MediaID(trusted: "m1")

    private func sight(
        _ asked: Asked,
        _ clock: TestClock = TestClock(),
        shownIn: @escaping @Sendable (MediaID) -> String?,
        home: @escaping @Sendable (MediaID) -> FileHome
    ) -> FileSight {
        FileSight(
            clock: clock.clock,
            showing: { check, _ in
                let branch = shownIn(check.media)
                return asked.count(FileShowing(isVisible: branch != nil && [nil, branch].contains(check.scope)))
            },
            home: { ask, _ in asked.count(home(ask.media)) }
        )
    }

    /// Ann and Lee see all branches, Mei and Raj one each.
    private func withStaff(_ test: @Sendable ([String: Caller]) async throws -> Void) async throws {
        try await withStore(.sqlite) { store in
            let office = try await Office(store)
            var callers = ["Ann": try await office.caller()]
            for (name, branch) in [("Mei", "Kepong"), ("Raj", "Ipoh"), ("Lee", nil)] {
                callers[name] = try await office.caller(office.add(name, branch: branch).email)
            }
            try await test(callers)
        }
    }

    /// Those to whom the file is there.
    private func seers(_ sight: FileSight, _ callers: [String: Caller]) async throws -> [String] {
        var seers: [String] = []
        for (name, caller) in callers.sorted(by: { $0.key < $1.key }) {
            do {
                try await sight.check(Self.media, caller)
                seers.append(name)
            } catch let problem as Problem {
                #expect(problem == .notFound("file"))
            }
        }
        return seers
    }

    @Test(arguments: [
        Row(shownIn: "Kepong", received: true, seenBy: ["Ann", "Lee", "Mei"]),
        Row(shownIn: "Kepong", uploader: "Raj", seenBy: ["Ann", "Lee", "Mei", "Raj"]),
        Row(shownIn: "Kepong", inGallery: true, received: true, seenBy: ["Ann", "Lee", "Mei", "Raj"]),
        Row(inGallery: true, uploader: "Ann", seenBy: ["Ann", "Lee", "Mei", "Raj"]),
        // What came with a message that is still on its way.
        Row(received: true, seenBy: ["Ann", "Lee"]),
        // Uploads that were not sent yet.
        Row(uploader: "Mei", seenBy: ["Mei"]), Row(uploader: "Ann", seenBy: ["Ann"]), Row(seenBy: []),
    ])
    private func `one sees the files of one's conversations, the gallery's and one's own uploads`(
        row: Row
    ) async throws {
        try await withStaff { callers in
            let home = FileHome(
                inGallery: row.inGallery,
                isReceived: row.received,
                uploader: row.uploader.flatMap { callers[$0]?.uploader }
            )
            let sight = sight(Asked(), shownIn: { _ in row.shownIn }, home: { _ in home })
            let names = try await seers(sight, callers)
            #expect(names == row.seenBy)
        }
    }

    /// A token of Ann's for channel c1, and what there is to see.
    @Test(arguments: [
        (shownOn: "c1", false, nil, true), (shownOn: "c2", false, nil, false), (shownOn: nil, true, nil, true),
        (shownOn: nil, false, nil, false), (shownOn: nil, false, "t1", true), (shownOn: nil, false, "t2", false),
        (shownOn: "c2", false, "t1", true),
    ])
    func `a token for some channels sees what is shown there, the gallery and what it put in itself`(
        shownOn: String?,
        inGallery: Bool,
        token: String?,
        isSeen: Bool
    ) async throws {
        try await withStaff { callers in
            let person = try #require(callers["Ann"])
            let ann = try person.person()
            var pass = Pass(token: "mynah_x")
            pass.tokenID = "t1"
            let program = Caller(
                workspace: ann.workspaceId,
                staff: ann,
                permissions: .all,
                pass: pass,
                channels: [ChannelID(trusted: "c1")]
            )
            let home = FileHome(
                inGallery: inGallery,
                // A picture that came in, or an upload: of a token, or of Ann in person.
                isReceived: shownOn != nil && token == nil,
                uploader: shownOn != nil && token == nil ? nil : Uploader(staff: ann.id, token: token)
            )
            let sight = FileSight(
                clock: TestClock().clock,
                showing: { check, _ in
                    let channel = shownOn.map(ChannelID.init(trusted:))
                    return FileShowing(isVisible: channel.map { check.channels?.contains($0) ?? true } ?? false)
                },
                home: { _, _ in home }
            )
            #expect(try await (refusal { try await sight.check(Self.media, program) } == nil) == isSeen)
            // Who made the token sees them all.
            #expect(try await refusal { try await sight.check(Self.media, person) } == nil)
        }
    }

    @Test func `who sees a recording sees the voice note that was made of it`() async throws {
        try await withStaff { callers in
            let note = FileHome(inGallery: false, isReceived: false, original: MediaID(trusted: "m2"))
            let received = FileHome(inGallery: false, isReceived: true)
            let sight = sight(
                Asked(),
                shownIn: { $0 == Self.media ? nil : "Kepong" },
                home: { $0 == Self.media ? note : received }
            )
            let names = try await seers(sight, callers)
            #expect(names == ["Ann", "Lee", "Mei"])
        }
    }

    @Test func `one file that is read in parts is asked for once in a while`() async throws {
        try await withStaff { callers in
            let (asked, clock, mei) = (Asked(), TestClock(), try #require(callers["Mei"]))
            let sight = sight(asked, clock, shownIn: { _ in nil }, home: { _ in Self.everybodys })
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
        try await withStaff { callers in
            let (asked, raj) = (Asked(), try #require(callers["Raj"]))
            let received = FileHome(inGallery: false, isReceived: true)
            let sight = sight(asked, shownIn: { _ in "Kepong" }, home: { _ in received })
            for _ in 1...2 {
                await #expect(throws: Problem.notFound("file")) { try await sight.check(Self.media, raj) }
            }
            #expect(asked.total == 4)
        }
    }

    private static let everybodys = FileHome(inGallery: true, isReceived: false)
}
