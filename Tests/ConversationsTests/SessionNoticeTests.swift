import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

/// Who is told that messages of a channel do not travel.
@Suite struct SessionNoticeTests {
    private static func status(_ status: String, _ second: Int) -> SessionChanged {
        SessionChanged(
            channel: Desk.channel,
            session: "default",
            status: status,
            at: Words.start + .seconds(second),
            name: "Front desk"
        )
    }

    private static func health(_ health: SessionCondition, _ second: Int) -> SessionHealthChanged {
        SessionHealthChanged(
            channel: Desk.channel,
            session: "default",
            health: health,
            previous: nil,
            at: Words.start + .seconds(second),
            name: "Front desk"
        )
    }

    @Test(arguments: StoreEngine.underTest)
    func `trouble and its end are told once each, to those who may set channels up`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await desk.hire("Mei", managesChannels: true)
            let (raj, gone) = (
                try await desk.hire("Raj"), try await desk.hire("Gone", active: false, managesChannels: true)
            )
            // A session that has never worked is set up, not in trouble.
            for (status, second) in [("STARTING", 1), ("SCAN_QR_CODE", 2), ("WORKING", 3)] {
                try await desk.hear(Self.status(status, second))
            }
            #expect(desk.told().isEmpty)
            try await desk.hear(Self.status("STARTING", 10))
            try await desk.hear(Self.status("SCAN_QR_CODE", 11))
            try await desk.hear(Self.health(.down, 12))
            // Told late.
            try await desk.hear(Self.status("WORKING", 9))
            let told = desk.told(NotificationAdded.self)
            #expect(told.map(\.staff) == [mei.id])
            let channel = NotifiedChannel(id: Desk.channel, name: "Front desk", state: "STARTING")
            #expect(told.first?.notification.channel == channel)
            #expect(told.first?.notification.title == "Front desk: messages do not travel (STARTING)")

            desk.clock.advance(by: .seconds(20))
            try await desk.hear(Self.status("WORKING", 20))
            try await desk.hear(Self.health(.well, 21))
            #expect(desk.told(NotificationAdded.self).map(\.notification.kind) == [.sessionRestored])
            #expect(try await desk.kinds(of: mei) == [.sessionRestored, .sessionTrouble])
            for staff in [raj, gone] { #expect(try await desk.kinds(of: staff).isEmpty) }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a session that says it works and does not is in trouble until it is well`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let mei = try await desk.hire("Mei", managesChannels: true)
            try await desk.hear(Self.status("WORKING", 1))
            try await desk.hear(Self.health(.quiet, 2))
            #expect(desk.told().isEmpty)
            try await desk.hear(Self.health(.deaf, 3))
            // It is restarted.
            try await desk.hear(Self.status("STARTING", 4))
            try await desk.hear(Self.status("WORKING", 5))
            #expect(desk.told(NotificationAdded.self).map(\.notification.channel?.state) == ["deaf"])
            try await desk.hear(Self.health(.well, 6))
            #expect(desk.told(NotificationAdded.self).map(\.notification.kind) == [.sessionRestored])
            // Once more while the first is unread: it counts.
            desk.clock.advance(by: .seconds(60))
            try await desk.hear(Self.health(.unreachable, 60))
            let list = try await desk.notifications(of: mei)
            #expect(list.unread == 2 && list.items.map(\.count) == [2, 1])
            #expect(list.items.first?.channel?.state == "unreachable")
        }
    }
}
