import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

/// Who is told of assignments and of control.
@Suite struct WorkNoticeTests {
    @Test(arguments: StoreEngine.underTest)
    func `an assignment is told to whom it is given and from whom it is taken, not to who does it`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            let (mei, raj) = (try await desk.hire("Mei"), try await desk.hire("Raj"))
            let quiet = NotificationPreferences(muted: [.unassignedMessage], language: "ms-MY")
            for staff in [mei, raj] { _ = try await desk.prefer(quiet, staff) }
            try await desk.hear(Words.received("A", name: "Aida"))
            let id = try #require(await desk.conversation()).id
            _ = try await desk.assign(id, to: mei, by: mei)
            #expect(desk.told(NotificationAdded.self).isEmpty)
            _ = try await desk.assign(id, to: raj, by: mei)
            let given = desk.told(NotificationAdded.self)
            #expect(given.map(\.staff) == [raj.id] && given.first?.notification.by == mei)
            #expect(given.first?.notification.title == "Mei menugaskan Aida kepada anda")
            desk.clock.advance(by: .seconds(1))
            _ = try await desk.assign(id, to: nil)
            #expect(try await desk.kinds(of: raj) == [.assignmentEnded, .assigned])
            #expect(try await desk.kinds(of: mei).isEmpty)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a request is told to the holder, its end to who asked, and the request is done with it`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            let (mei, raj) = (try await desk.hire("Mei"), try await desk.hire("Raj"))
            for staff in [mei, raj] {
                _ = try await desk.prefer(NotificationPreferences(muted: [.unassignedMessage]), staff)
            }
            try await desk.hear(Words.received("A", name: "Aida"))
            var seen = try await desk.control(#require(desk.conversation()), .take, by: mei)
            seen = try await desk.control(seen, .request, by: raj)
            #expect(try await desk.kinds(of: mei) == [.controlRequested])
            let asked = try await desk.notifications(of: mei).items.first
            #expect(asked?.by == raj && asked?.title == "Raj asks you for control of Aida")
            seen = try await desk.control(seen, .decline, by: mei)
            #expect(try await desk.kinds(of: mei).isEmpty)
            #expect(try await desk.kinds(of: raj) == [.controlDeclined])
            desk.clock.advance(by: .seconds(1))
            seen = try await desk.control(desk.control(seen, .request, by: raj), .grant, by: mei)
            #expect(try await desk.kinds(of: raj) == [.controlReceived, .controlDeclined])
            desk.clock.advance(by: .seconds(1))
            seen = try await desk.control(desk.control(seen, .request, by: mei), .release, by: raj)
            #expect(try await desk.kinds(of: mei) == [.controlReleased])
            desk.clock.advance(by: .seconds(1))
            seen = try await desk.control(desk.control(seen, .take, by: raj), .request, by: mei)
            _ = try await desk.control(seen, .decline, by: mei)
            #expect(try await desk.kinds(of: mei) == [.controlReleased])
            #expect(try await desk.kinds(of: raj) == [.controlReceived, .controlDeclined])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who asked hears that the holder has left the company`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let (mei, raj) = (try await desk.hire("Mei"), try await desk.hire("Raj"))
            try await desk.hear(Words.received("A"))
            let seen = try await desk.control(#require(desk.conversation()), .take, by: mei)
            _ = try await desk.control(seen, .request, by: raj)
            try await desk.hire("Mei", active: false, version: 2)
            #expect(try await desk.kinds(of: raj) == [.controlReleased])
        }
    }
}
