import Contracts
import JSON
import Store
import TestSupport
import Testing

@testable import gateway
@testable import waha_simulator

@Suite(.timeLimit(.minutes(2)))
struct WAHAClientTests {
    private static let ann = ChatID(phoneDigits: "60123456789")

    @Test(arguments: Engine.allCases)
    func `sends text and files and reads them back`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store) { waha in
                let client = try waha.provider.directory.entry(waha.provider.channel).client
                let id = try await client.newMessageID("default")
                #expect((id != nil) == (engine != .webjs))
                let text = try await client.sendText("default", to: Self.ann, "Hello", id: id)
                if let id { #expect(text?.bare == id) }
                let file = WAHAFile(
                    mimetype: "image/png",
                    filename: nil,
                    content: .url("http://127.0.0.1:9/nobody.png")
                )
                await #expect(throws: WAHAError.self) {
                    try await client.sendImage("default", to: Self.ann, file, caption: "x")
                }
                let bare = try #require(text?.bare)
                let listed = try await client.messages("default", in: Self.ann.text, limit: 10)
                #expect(listed.compactMap { WAHAMessageID.read($0)?.bare } == [bare])
                let wanted = engine == .webjs ? text?.text ?? "" : bare
                let one = try await client.message("default", in: Self.ann, id: wanted)
                #expect(WAHAMessageID.read(one.root)?.bare == bare)
                await #expect(throws: WAHAError.notFound) {
                    try await client.message("default", in: Self.ann, id: "true_\(Self.ann)_NOPE")
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `lists sessions, chats and hidden ids`(engine: Engine) async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(engine, store) { waha in
                let client = try waha.provider.directory.entry(waha.provider.channel).client
                _ = try await client.sendText("default", to: Self.ann, "Hello")
                #expect(try await client.sessions().map(\.name) == ["default"])
                let session = try await client.session("default")
                #expect(session.status == "WORKING")
                #expect(session.engine?.rawValue == engine.rawValue)
                #expect(session.me?.id?.kind == .phone)
                #expect(try await client.serverVersion().engine?.rawValue == engine.rawValue)
                #expect(try await client.serverStartedAt() != nil)
                #expect(try await client.chats("default").map(\.id) == [Self.ann])
                let overview = try await client.chatsOverview("default")
                #expect(overview.chats.map(\.id) == [Self.ann])
                #expect(!overview.isPlain)
                try await client.markChatAsRead("default", Self.ann)
                let known = try await client.allLIDMappings("default", pageSize: 1)
                let lids = Set(known.map(\.lid))
                #expect(try await client.resolveLIDs("default", lids).count == lids.count)
                let plain = try await client.resolveChatID("default", "+60 12-345 6789")
                #expect(plain == ResolvedChat(chat: Self.ann, phoneNumber: "+60123456789"))
                if let mapping = known.first {
                    let resolved = try await client.resolveChatID("default", mapping.lid.text)
                    #expect(resolved.phoneNumber == mapping.phone?.phoneDigits.map { "+\($0)" })
                }
            }
        }
    }

    @Test func `falls back to the plain list when the overview takes too long`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let client = try waha.provider.directory.entry(waha.provider.channel).client
                _ = try await client.sendText("default", to: Self.ann, "Hello")
                await waha.faults { $0.overviewSlow = 10_000 }
                let overview = try await client.chatsOverview("default", patience: .milliseconds(300))
                #expect(overview.isPlain)
                #expect(overview.chats.map(\.id) == [Self.ann])
            }
        }
    }

    @Test func `says why it is refused`() async throws {
        try await withStore(.sqlite) { store in
            try await withWAHA(.gows, store) { waha in
                let provider = waha.provider
                let client = try provider.directory.entry(provider.channel).client
                await #expect(throws: WAHAError.notFound) { try await client.session("nobody") }
                await #expect(throws: WAHAError.sessionNotUsable(status: nil)) {
                    try await client.sendText("nobody", to: Self.ann, "Hello")
                }
                _ = try await provider.control.stop(provider.channel)
                await #expect(throws: WAHAError.sessionNotUsable(status: "STOPPED")) {
                    try await client.sendText("default", to: Self.ann, "Hello")
                }
            }
        }
    }
}
