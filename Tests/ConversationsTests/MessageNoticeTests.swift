import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

/// Who is told of a customer's message.
@Suite struct MessageNoticeTests {
    @Test(arguments: StoreEngine.underTest)
    func `whose a conversation is gets one notification that counts up`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let (mei, raj) = (try await desk.hire("Mei"), try await desk.hire("Raj"))
            try await desk.hear(Words.received("A", name: "Aida"))
            let id = try #require(await desk.conversation()).id
            try await desk.markRead(id)
            _ = try await desk.assign(id, to: mei, by: mei)
            _ = desk.told()
            try await desk.hear(Words.received("B", second: 1, name: "Aida"))
            desk.clock.advance(by: .seconds(5))
            try await desk.hear(Words.received("C", second: 2, name: "Aida"))
            let told = desk.told(NotificationAdded.self)
            #expect(told.map(\.staff) == [mei.id, mei.id] && told.map(\.isNew) == [true, false])
            #expect(told.map(\.notification.count) == [1, 2])
            #expect(told[0].notification.title == "New message from Aida")
            #expect(told[1].notification.title == "2 unread messages from Aida")

            let list = try await desk.notifications(of: mei, unreadOnly: true)
            #expect(list.unread == 1 && list.items == [told[1].notification])
            let conversation = NotifiedConversation(id: id, name: "Aida", isGroup: false, preview: "C")
            #expect(list.items.first?.conversation == conversation)
            #expect(try await desk.kinds(of: raj).isEmpty)

            try await desk.markRead(id)
            let read = try #require(desk.told(NotificationsRead.self).first)
            #expect(read.staff == mei.id && read.ids == list.items.map(\.id))
            try await desk.hear(Words.received("D", second: 3))
            let fresh = try await desk.notifications(of: mei)
            #expect(fresh.unread == 1 && fresh.items.map(\.count) == [1, 2, 1])
            #expect(fresh.items.map { $0.readAt == nil } == [true, false, false])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is nobody's is told to all who see it, once until it is read or somebody's`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(PeopleTests.changed("c1", "Ann", ["phone:+60123456789"], version: 1))
            let (near, all) = (try await desk.hire("Near", branch: "Kepong"), try await desk.hire("All"))
            let elsewhere = try await desk.hire("Else", branch: "Ipoh")
            let (gone, deaf) = (try await desk.hire("Gone", active: false), try await desk.hire("Deaf"))
            _ = try await desk.prefer(NotificationPreferences(muted: [.unassignedMessage]), deaf)
            try await desk.hear(Words.received("A"))
            try await desk.hear(Words.received("B", second: 1))
            let told = desk.told(NotificationAdded.self)
            #expect(Set(told.map(\.staff)) == [near.id, all.id] && told.count == 2)
            for staff in [elsewhere, gone, deaf] { #expect(try await desk.kinds(of: staff).isEmpty, "\(staff.name)") }
            let waiting = try await desk.notifications(of: near)
            #expect(waiting.items.map(\.kind) == [.unassignedMessage] && waiting.items.first?.count == 2)
            #expect(waiting.items.first?.title == "2 unread messages from Ann, assigned to nobody")

            // Who has read the notification alone hears of the next message; the others know that it waits.
            try await desk.read(waiting.items.first?.id, of: near)
            _ = desk.told()
            try await desk.hear(Words.received("C", second: 2))
            #expect(desk.told(NotificationAdded.self).map(\.staff) == [near.id])

            let id = try #require(await desk.conversation()).id
            _ = try await desk.assign(id, to: all, by: near)
            #expect(try await desk.kinds(of: near).isEmpty)
            #expect(try await desk.kinds(of: all) == [.assigned])
            try await desk.hear(Words.received("D", second: 3))
            #expect(try await desk.kinds(of: near).isEmpty)
            #expect(try await desk.kinds(of: all) == [.newMessage, .assigned])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is theirs who left is told to all, and what somebody muted to nobody else`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            let (mei, raj) = (try await desk.hire("Mei"), try await desk.hire("Raj"))
            try await desk.hear(Words.received("A"))
            let id = try #require(await desk.conversation()).id
            _ = try await desk.assign(id, to: mei, by: mei)
            _ = try await desk.prefer(NotificationPreferences(muted: [.newMessage]), mei)
            _ = desk.told()
            try await desk.hear(Words.received("B", second: 1))
            #expect(desk.told(NotificationAdded.self).isEmpty)
            try await desk.hire("Mei", active: false, version: 2)
            try await desk.hear(Words.received("C", second: 2))
            let told = desk.told(NotificationAdded.self)
            #expect(told.map(\.staff) == [raj.id] && told.map(\.notification.kind) == [.unassignedMessage])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is read back soon is news, once, whether its webhook comes or not`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await desk.hire("Mei")
            var event = try Words.received("A")
            event.backfilled = true
            try await desk.hear(event)
            try await desk.hear(Words.received("A"))
            let told = desk.told(NotificationAdded.self)
            #expect(told.map(\.staff) == [mei.id] && told.map(\.notification.kind) == [.unassignedMessage])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `nobody is told of what is old, silent, or while the bot writes`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await desk.hire("Mei")
            desk.clock.advance(by: ChatNotices.freshness)
            try await desk.hear(Words.received("old"))
            var event = try Words.received("old, and read back")
            event.backfilled = true
            try await desk.hear(event)
            event = try Words.received("reaction", second: 3601)
            event.type = .reaction
            try await desk.hear(event)
            try await desk.hear(Words.received("news", from: "120363000000000001@newsletter", second: 3602))
            let seen = try #require(await desk.list(ListConversations(type: .personal)).items.first)
            #expect(seen.unreadCount == 2)
            let held = try await desk.control(desk.control(seen, .take, by: mei), .transfer, by: mei, to: "bot")
            try await desk.hear(Words.received("to the bot", second: 3603))
            #expect(desk.told(NotificationAdded.self).isEmpty)
            #expect(try await desk.notifications(of: mei).items.isEmpty)
            _ = try await desk.control(desk.show(held.id), .take, by: mei)
            try await desk.hear(Words.received("to Mei", second: 3604))
            #expect(try await desk.kinds(of: mei) == [.newMessage])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `an end reads what was told, and a conversation that joins another takes it along`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await desk.hire("Mei")
            let lid = "987654321@lid"
            try await desk.hear(Words.received("A", from: lid))
            try await desk.hear(Words.received("B", from: "60123456780@c.us", second: 1))
            _ = try await desk.end(desk.list().items[0].id)
            let left = try await desk.notifications(of: mei, unreadOnly: true)
            let first = try #require(left.items.first)
            #expect(left.items.count == 1 && left.unread == 1)
            // Of its number there was nothing yet: it is about the one conversation that is left.
            try await desk.hear(Words.received("C", from: lid, second: 2, phone: "+60123456789"))
            let id = try #require(await desk.conversation()).id
            #expect(try await desk.notifications(of: mei, unreadOnly: true).items.map(\.conversation?.id) == [id])
            try await desk.hear(Words.received("D", from: "60123456781@c.us", second: 3))
            try await desk.hear(
                PeopleTests.changed("c1", "Ann", ["phone:+60123456789", "phone:+60123456781"], version: 1)
            )
            let joined = try await desk.notifications(of: mei, unreadOnly: true)
            #expect(joined.unread == 1 && joined.items.first?.conversation?.name == "Ann")
            #expect(joined.items.first?.count == 3 && first.kind == .unassignedMessage)
            try await desk.markRead(#require(joined.items.first?.conversation?.id))
            #expect(try await desk.notifications(of: mei).unread == 0)
        }
    }
}
