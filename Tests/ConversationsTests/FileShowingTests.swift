import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct FileShowingTests {
    private static let media = MediaID(trusted: "picture")

    private func show(_ desk: Desk, _ scope: String, _ media: MediaID = media) async throws -> FileShowing {
        try await desk.store.read { reader in
            try FileShowings(workspace: Desk.workspace, reader: reader).check(CheckFile(media: media, scope: scope))
        }
    }

    /// A picture comes from somebody.
    private func receive(_ desk: Desk, _ bare: String, from chat: String) async throws {
        var event = try Words.received(bare, from: chat)
        event.type = .image
        event.media = IncomingMedia(id: Self.media, url: "x", mimetype: "image/jpeg", filename: nil)
        try await desk.hear(event)
    }

    @Test(arguments: StoreEngine.underTest)
    func `a file is seen where a conversation that shows it is`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            #expect(try await show(desk, "Kepong") == FileShowing(isShown: false, isVisible: false))
            // Ann is of Kepong once her card is known, and of no branch before.
            try await receive(desk, "A", from: "60123456789@c.us")
            #expect(try await show(desk, "Ipoh") == FileShowing(isShown: true, isVisible: true))
            try await desk.hear(PeopleTests.changed("c1", "Ann", ["phone:+60123456789"], version: 1))
            #expect(try await show(desk, "Kepong") == FileShowing(isShown: true, isVisible: true))
            #expect(try await show(desk, "Ipoh") == FileShowing(isShown: true, isVisible: false))
            #expect(try await show(desk, "Ipoh", MediaID(trusted: "another")).isShown == false)
            let strange = try await desk.store.read { reader in
                try FileShowings(workspace: WorkspaceID(trusted: "other"), reader: reader)
                    .check(CheckFile(media: Self.media, scope: "Kepong"))
            }
            #expect(strange == FileShowing(isShown: false, isVisible: false))
            // The same picture in a second conversation, of nobody's branch.
            try await receive(desk, "B", from: "60123456780@c.us")
            #expect(try await show(desk, "Ipoh").isVisible)
        }
    }
}
