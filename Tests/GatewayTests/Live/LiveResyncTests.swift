import Bus
import Contracts
import Crypto
import Store
import TestSupport
import Testing

@testable import gateway

/// Who is told to load again what they hold, over a WebSocket and as a stream of events with `Last-Event-ID`.
@Suite(.timeLimit(.minutes(1))) struct LiveResyncTests {
    private static let forms = [LiveForm.webSocket, .eventStream]

    private func with(
        _ engine: StoreEngine,
        _ test: @escaping @Sendable (LiveOffice) async throws -> Void
    ) async throws {
        try await withStore(engine) { try await LiveOffice.run($0, test) }
    }

    @Test(arguments: StoreEngine.underTest, forms)
    func `who was away for longer than the feed is kept loads again, and goes on from now`(
        engine: StoreEngine,
        form: LiveForm
    ) async throws {
        try await with(engine) { live in
            let token = try await live.office.signIn().token
            try await live.tell(1...3)
            try await live.office.store.forgetFeed(of: live.office.workspace)
            var late = try await live.follow(form, token, after: live.cursor(token, after: 2))
            #expect(try await late.next() == "resync")
            var punctual = try await live.follow(form, token, after: live.cursor(token, after: 3))
            try await live.tell(4...4)
            #expect(try await late.next() == "4")
            #expect(try await punctual.next() == "4", "it has missed nothing")
            var again = try await live.follow(form, token, after: late.cursor)
            try await live.tell(5...5)
            #expect(try await again.next() == "5", "once is enough")
        }
    }

    @Test(arguments: forms)
    func `a cursor of another feed is not gone on from`(form: LiveForm) async throws {
        try await with(.sqlite) { live in
            _ = try await live.office.add("Mei", branch: "Kepong")
            let (ann, mei) = (try await live.office.signIn(), try await live.office.signIn("mei@example.com"))
            try await live.tell(1...3)
            let foreign = LiveView(workspace: WorkspaceID(trusted: "w9"), permissions: .all, branch: nil)
            let cursors = [
                // Behind all that this store has told: it was restored.
                try await live.cursor(ann.token, after: 4), try await live.cursor(ann.token, after: .max),
                // Of another branch, of another workspace, of a former version.
                try await live.cursor(mei.token, after: 1), FeedCursor(mark: foreign.mark, sequence: 1).text,
                Base64.encode(Array("1.1".utf8), .urlWithoutPadding),
            ]
            for cursor in cursors {
                var reader = try await live.follow(form, ann.token, after: cursor)
                #expect(try await reader.next() == "resync")
                #expect(try await reader.cursor == live.cursor(ann.token, after: 3))
            }
            var own = try await live.follow(form, ann.token, after: live.cursor(ann.token, after: 1))
            #expect(try await own.next() == "2")
        }
    }

    @Test(arguments: StoreEngine.underTest, forms)
    func `who followed a feed whose store has gone back is let go, and loads again`(
        engine: StoreEngine,
        form: LiveForm
    ) async throws {
        try await with(engine) { live in
            let (token, store) = (try await live.office.signIn().token, live.office.store)
            try await store.write { _ = try $0.run(BusQuery.makeOrigin, 1) }
            try await live.tell(1...3)
            var (first, late) = (try await live.follow(form, token), try await live.cursor(token, after: 2))
            #expect(try await first.next() == "hello")
            try await live.tell(4...4)
            #expect(try await first.next() == "4")
            _ = try await store.write { try $0.run(BusQuery.replaceOrigin, 2, 1) }
            #expect(try await first.next() == nil, "let go")
            for cursor in [first.cursor, late] {
                var back = try await live.follow(form, token, after: cursor)
                #expect(try await back.next() == "resync")
                late = try #require(back.cursor)
            }
            var back = try await live.follow(form, token, after: late)
            try await live.tell(5...5)
            #expect(try await back.next() == "5")
        }
    }

    private enum Change: CaseIterable {
        case branch, role

        func make(_ office: Office, _ mei: Staff) async throws {
            switch self {
            case .branch:
                let fields = StaffFields(email: mei.email, name: mei.name, role: mei.role, branch: "Damansara")
                _ = try await office.book.update(mei.id, fields, by: office.caller())
            case .role:
                let less = try Permissions(["chats": [.view]], field: "")
                _ = try await office.book.putRole(mei.role, less, by: office.caller())
            }
        }
    }

    @Test(arguments: forms, Change.allCases)
    private func `one who may see other things is let go, and loads again as they come back`(
        form: LiveForm,
        change: Change
    ) async throws {
        try await with(.sqlite) { live in
            let mei = try await live.office.add("Mei", branch: "Kepong")
            let token = try await live.office.signIn(mei.email).token
            let others = try await live.office.signIn().token
            var (first, other) = (try await live.follow(form, token), try await live.follow(form, others))
            for number in ["hello", "1"] {
                if number == "1" { try await live.tell(1...1) }
                #expect(try await first.next() == number)
                #expect(try await other.next() == number)
            }
            try await change.make(live.office, mei)
            #expect(try await first.next() == nil, "let go")
            #expect(first.closeCode == (form == .webSocket ? 1001 : nil))
            var back = try await live.follow(form, token, after: first.cursor)
            #expect(try await back.next() == "resync")
            try await live.tell(2...2)
            #expect(try await back.next() == "2")
            #expect(try await other.next() == "2", "nothing has changed for others")
        }
    }

    @Test(arguments: forms)
    func `what is no cursor is refused`(form: LiveForm) async throws {
        try await with(.sqlite) { live in
            let token = try await live.office.signIn().token
            switch form {
            case .webSocket:
                var reader = try await live.follow(form, token, after: "abc")
                #expect(try await reader.next() == nil)
                #expect(reader.closeCode == 1008)
            case .eventStream:
                #expect(try await live.status(token, after: "abc") == 422)
            }
        }
    }
}
