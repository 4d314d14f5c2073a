import Contracts
import HTTPServer
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1))) struct APITokensTests {
    private func make(
        _ office: Office,
        by caller: Caller,
        _ permissions: [String: [PermissionAction]] = ["chats": [.view, .edit]],
        channels: [ChannelID]? = nil,
        expiresAt: Timestamp? = nil
    ) async throws -> MadeAPIToken {
        let new = NewAPIToken(name: "CRM", permissions: permissions, channels: channels, expiresAt: expiresAt)
        return try await office.tokens.make(new, by: caller)
    }

    @Test(arguments: StoreEngine.underTest)
    func `a token acts for its maker within its limits, and is seen once`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let admin = try await office.caller()
            let channel = ChannelID(trusted: "c1")
            let made = try await make(office, by: admin, channels: [channel])
            let caller = try #require(try await office.signIns.caller(token: made.token))
            #expect(caller.staff == admin.staff && caller.permissions.listed == ["chats": [.view, .edit]])
            #expect(throws: Never.self) { try caller.checkChannel(channel) }
            #expect(throws: Problem.self) { try caller.checkChannel(ChannelID(trusted: "c2")) }
            #expect(throws: Problem.self) { try caller.inPerson() }
            let list = try await office.tokens.list(TokenListQuery(), of: office.workspace, scope: nil)
            #expect(list.items.map(\.name) == ["CRM"] && list.items.first?.channels == [channel])
            let stored = try await office.store.read { try $0.rows(sql: "SELECT * FROM api_token").first }
            let row = try #require(stored)
            for column in row.columns where !["created_at", "expires_at"].contains(column) {
                let text: String? = try row.get(column)
                #expect(text?.contains(made.token.dropFirst(6)) != true)
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a token ends with its time, its deletion and its maker`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let (mei, admin, now) = (try await office.add("Mei"), try await office.caller(), office.clock.clock.now())
            let short = try await make(office, by: admin, expiresAt: now + .seconds(60))
            let deleted = try await make(office, by: admin)
            let meis = try await make(office, by: office.caller(mei.email))
            for token in [short, deleted, meis] { #expect(try await office.signIns.caller(token: token.token) != nil) }
            try await office.tokens.delete(deleted.details.id, of: office.workspace, scope: nil)
            #expect(try await office.signIns.caller(token: deleted.token) == nil)
            let other = WorkspaceID(trusted: "other")
            let foreign = try await refusal { try await office.tokens.delete(short.details.id, of: other, scope: nil) }
            #expect(foreign == "not_found")
            office.clock.advance(by: .seconds(60))
            #expect(try await office.signIns.caller(token: short.token) == nil)
            for status in [Staff.Status.inactive, .active] {
                _ = try await office.book.setStatus(mei.id, status, by: admin)
                #expect(try await office.signIns.caller(token: meis.token) == nil)
            }
        }
    }

    @Test(arguments: StoreEngine.underTest, [[Staff.Status.inactive], [.inactive, .active]])
    func `one who is deactivated while they make a token has none, also when they are back`(
        engine: StoreEngine,
        changes: [Staff.Status]
    ) async throws {
        try await withOffice(engine) { office in
            let (mei, admin) = (try await office.add("Mei"), try await office.caller())
            let caller = try await office.caller(mei.email)
            let store = InterruptedStore(store: office.store) {
                for status in changes { _ = try await office.book.setStatus(mei.id, status, by: admin) }
            }
            store.interrupt(after: 0)
            let tokens = APITokens(store: store, clock: office.clock.clock)
            let new = NewAPIToken(name: "CRM", permissions: [:])
            #expect(try await refusal { try await tokens.make(new, by: caller) } == "not_signed_in")
            #expect(try await office.tokens.list(TokenListQuery(), of: office.workspace, scope: nil).items.isEmpty)
        }
    }

    @Test func `a token may not do more than its maker, neither at first nor later`() async throws {
        try await withOffice(.sqlite) { office in
            let mei = try await office.add("Mei")
            let caller = try await office.caller(mei.email)
            #expect(try await refusal { try await make(office, by: caller, ["staff": [.view]]) } == "not_allowed")
            #expect(try await refusal { try await make(office, by: caller, ["nothing": [.view]]) } == "invalid")
            let past = office.clock.clock.now()
            #expect(try await refusal { try await make(office, by: caller, expiresAt: past) } == "invalid")
            let made = try await make(office, by: caller)
            let deny = PermissionExceptions(deny: try Permissions(["chats": [.edit]], field: ""))
            _ = try await office.book.setExceptions(mei.id, deny, by: office.caller())
            #expect(try await office.signIns.caller(token: made.token)?.permissions.listed == ["chats": [.view]])
        }
    }

    @Test func `a token does not do what takes a person, even where its maker may do all`() async throws {
        try await Front.run { front in
            let admin = try await front.office.caller()
            let made = try await make(front.office, by: admin, Permissions.all.listed)
            for (method, path, body) in [
                ("POST", "/api/conversations/c1/control", #"{"action": "take", "version": 1}"#),
                ("POST", "/api/tokens", #"{"name": "another", "permissions": {}}"#),
                ("POST", "/api/workspaces", #"{"name": "another"}"#),
                ("POST", "/api/auth/workspace", #"{"workspace": "\#(front.office.workspace)"}"#),
                ("POST", "/api/auth/password", #"{"oldPassword": "correct horse", "newPassword": "battery staple"}"#),
                ("GET", "/api/auth/sessions", nil), ("GET", "/api/notifications", nil),
            ] {
                let reply = try await front.send(method, path, body, by: made.token)
                #expect(reply.status == 403 && reply.code == "not_allowed", "\(path)")
            }
            #expect(try await front.send("GET", "/api/staff", by: made.token).status == 200)
        }
    }

    @Test(arguments: [
        ("/api/conversations/mine", nil), ("/api/conversations/mine/messages", nil), ("/api/auth/me", nil),
        ("/api/conversations/theirs", "not_found"), ("/api/conversations/mine/history", "token_scope"),
        ("/api/channels/c1", nil), ("/api/channels/c2", "not_found"), ("/api/channels", "token_scope"),
        ("/api/waha/messages/send", nil), ("/api/waha/contacts", "token_scope"), ("/api/live", "token_scope"),
        ("/api/staff", "token_scope"), ("/api/whatever/comes/next", "token_scope"),
        ("/api/waha/media", nil), ("/api/media", nil), ("/api/media/m1/info", nil), ("/api/media/fetch", nil),
        ("/api/media/retention", "token_scope"), ("/api/gallery", nil), ("/api/gallery/g1", nil),
    ])
    func `a token for some channels reaches only what is theirs`(path: String, refused: String?) async throws {
        let scope = ChannelScope { conversation, _ in ChannelID(trusted: conversation.text == "mine" ? "c1" : "c2") }
        let workspace = WorkspaceID(trusted: "w1")
        let some = Caller(
            workspace: workspace,
            staff: nil,
            permissions: .all,
            channels: [ChannelID(trusted: "c1")]
        )
        #expect(try await refusal { try await scope.check(.get, path, some) } == refused)
        if path.hasPrefix("/api/gallery") {
            #expect(try await refusal { try await scope.check(.put, path, some) } == "token_scope")
        }
        let every = Caller(workspace: workspace, staff: nil, permissions: .all)
        #expect(try await refusal { try await scope.check(.get, path, every) } == nil)
    }
}
