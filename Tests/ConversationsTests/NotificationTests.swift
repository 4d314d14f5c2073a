import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

/// What a person does with their notifications.
@Suite struct NotificationTests {
    /// A person with an unread notification of each of some conversations, a second apart.
    private func busy(_ desk: Desk, _ count: Int, branch: String? = nil) async throws -> StaffBrief {
        let mei = try await desk.hire("Mei", branch: branch)
        for number in 0..<count {
            try await desk.hear(Words.received("N\(number)", from: "6012345600\(number)@c.us", second: number))
            desk.clock.advance(by: .seconds(1))
        }
        return mei
    }

    @Test(arguments: StoreEngine.underTest)
    func `they are listed page by page, and read one by one or all at once`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await busy(desk, 5)
            let raj = try await desk.hire("Raj")
            let first = try await desk.notifications(of: mei, limit: 2)
            #expect(first.items.map(\.conversation?.preview) == ["N4", "N3"] && first.hasMore && first.unread == 5)
            let second = try await desk.notifications(of: mei, limit: 2, cursor: first.nextCursor)
            let third = try await desk.notifications(of: mei, limit: 2, cursor: second.nextCursor)
            #expect((second.items + third.items).map(\.conversation?.preview) == ["N2", "N1", "N0"] && !third.hasMore)

            let one = try #require(second.items.first?.id)
            _ = desk.told()
            #expect(try await desk.read(one, of: mei) == 4)
            var told = desk.told(NotificationsRead.self)
            #expect(told.map(\.staff) == [mei.id] && told.map(\.ids) == [[one]] && told.map(\.unread) == [4])
            // Again it changes nothing.
            #expect(try await desk.read(one, of: mei) == 4)
            #expect(desk.told().isEmpty)
            #expect(try await desk.notifications(of: mei, unreadOnly: true).items.count == 4)
            #expect(try await desk.read(of: mei) == 0)
            told = desk.told(NotificationsRead.self)
            #expect(told.map(\.staff) == [mei.id] && told.map(\.ids) == [nil] && told.map(\.unread) == [0])
            #expect(try await desk.notifications(of: mei).items.count == 5)

            let problem = await #expect(throws: Problem.self) { try await desk.read(one, of: raj) }
            #expect(problem == .notFound("notification"))
            let other = try await desk.notifications(of: mei, WorkspaceID(trusted: "other"))
            #expect(other.items.isEmpty && other.unread == 0)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what one does not see any more is neither listed nor counted`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await busy(desk, 2, branch: "Kepong")
            var moved = try PeopleTests.changed("c1", "Ann", ["phone:+60123456000"], version: 1)
            moved.contact.branch = "Ipoh"
            try await desk.hear(moved)
            let list = try await desk.notifications(of: mei)
            #expect(list.items.map(\.conversation?.preview) == ["N1"] && list.unread == 1)
            try await desk.hire("Mei", branch: nil, version: 2)
            #expect(try await desk.notifications(of: mei).unread == 2)
            try await desk.hire("Mei", version: 3, viewsChats: false)
            let none = try await desk.notifications(of: mei)
            #expect(none.items.isEmpty && none.unread == 0)
            try await desk.hear(Words.received("N9", from: "60123456009@c.us", second: 9))
            #expect(try await desk.count("notification") == 2)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `one chooses what, how and in which language, and what is muted is not made`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await desk.hire("Mei")
            func shown(_ staff: StaffBrief) async throws -> NotificationPreferences {
                try await desk.store.read {
                    try NotificationListing(workspace: Desk.workspace, reader: $0).preferences(of: staff.id)
                }
            }
            #expect(try await shown(mei) == NotificationPreferences())
            let wanted = NotificationPreferences(
                muted: [.assigned, .newMessage, .assigned],
                sound: "chime",
                language: "zh-Hans",
                quietHours: QuietHours(from: "22:00", to: "07:00")
            )
            let kept = try await desk.prefer(wanted, mei)
            #expect(kept.muted == [.newMessage, .assigned])
            #expect(try await shown(mei) == kept)
            try await desk.hear(Words.received("A", name: "Aida"))
            let list = try await desk.notifications(of: mei)
            #expect(list.items.map(\.title) == ["Aida 发来新消息，尚未分配"])
            _ = try await desk.assign(#require(desk.conversation()).id, to: mei)
            #expect(try await desk.kinds(of: mei).isEmpty)
            #expect(try await desk.prefer(NotificationPreferences(), mei).quietHours == nil)
            #expect(try await shown(mei) == NotificationPreferences())
        }
    }

    @Test(arguments: [
        (NotificationPreferences(sound: ""), "sound"), (NotificationPreferences(sound: "a b"), "sound"),
        (NotificationPreferences(language: "e"), "language"), (NotificationPreferences(language: "1n"), "language"),
        (NotificationPreferences(language: "en-"), "language"),
        (NotificationPreferences(quietHours: QuietHours(from: "24:00", to: "07:00")), "quietHours.from"),
        (NotificationPreferences(quietHours: QuietHours(from: "22:00", to: "-7:00")), "quietHours.to"),
        (NotificationPreferences(quietHours: QuietHours(from: "22:60", to: "07:00")), "quietHours.from"),
    ])
    func `what is wrong is named`(preferences: NotificationPreferences, field: String) async throws {
        try await Desk.with(.sqlite) { desk in
            let mei = try await desk.hire("Mei")
            let problem = await #expect(throws: Problem.self) { try await desk.prefer(preferences, mei) }
            #expect(problem?.status == 422 && problem?.fields?.map(\.field) == [field])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `read ones go after a month, unread ones after three`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await busy(desk, 3)
            let sweeper = NotificationSweeper(store: desk.store, clock: desk.clock.clock, logger: .quiet)
            try await desk.read(desk.notifications(of: mei).items[0].id, of: mei)
            desk.clock.advance(by: NotificationSweeper.keep - .seconds(60))
            #expect(try await sweeper.sweep() == 0)
            desk.clock.advance(by: .seconds(120))
            #expect(try await sweeper.sweep() == 1)
            #expect(try await desk.notifications(of: mei).items.map(\.conversation?.preview) == ["N1", "N0"])
            desk.clock.advance(by: NotificationSweeper.keepUnread - NotificationSweeper.keep)
            #expect(try await sweeper.sweep() == 2)
            #expect(try await desk.count("notification") == 0)
        }
    }
}
