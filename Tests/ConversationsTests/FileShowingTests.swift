import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct FileShowingTests {
    private static let media = MediaID(trusted: "picture")

    private func isSeen(
        _ desk: Desk,
        _ scope: String?,
        _ media: MediaID = media,
        on channels: [String]? = nil,
        in workspace: WorkspaceID = Desk.workspace
    ) async throws -> Bool {
        try await desk.store.read { reader in
            let check = CheckFile(media: media, scope: scope, channels: channels?.map(ChannelID.init(trusted:)))
            return try FileShowings(workspace: workspace, reader: reader).check(check).isVisible
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
            for scope in ["Kepong", nil] { #expect(try await !isSeen(desk, scope)) }
            // Ann is of Kepong once her card is known, and of no branch before.
            try await receive(desk, "A", from: "60123456789@c.us")
            #expect(try await isSeen(desk, "Ipoh"))
            try await desk.hear(PeopleTests.changed("c1", "Ann", ["phone:+60123456789"], version: 1))
            for scope in ["Kepong", nil] { #expect(try await isSeen(desk, scope)) }
            #expect(try await !isSeen(desk, "Ipoh"))
            let channel = try Words.received("A", from: "60123456789@c.us").channel.text
            for scope in ["Kepong", nil] {
                #expect(try await isSeen(desk, scope, on: ["another", channel]))
                #expect(try await !isSeen(desk, scope, on: ["another"]))
                #expect(try await !isSeen(desk, scope, on: []))
            }
            #expect(try await !isSeen(desk, "Ipoh", on: [channel]))
            for scope in ["Kepong", nil] {
                #expect(try await !isSeen(desk, scope, MediaID(trusted: "another")))
                #expect(try await !isSeen(desk, scope, in: WorkspaceID(trusted: "other")))
            }
            // The same picture in a second conversation, of nobody's branch.
            try await receive(desk, "B", from: "60123456780@c.us")
            #expect(try await isSeen(desk, "Ipoh"))
        }
    }
}
