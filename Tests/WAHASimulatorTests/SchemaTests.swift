import Testing

@testable import waha_simulator

/// The simulator's answers against WAHA's own description of its API.
@Suite(.enabled(if: OpenAPI.document != nil, OpenAPI.absence), .timeLimit(.minutes(1)))
struct SchemaTests {
    /// A request, and where the document describes it.
    struct Row: Sendable, CustomTestStringConvertible {
        var method: String
        var path: String
        var template: String
        var status: Int
        var body: Body?
        /// Engines that answer 501.
        var lacking: [Engine] = []

        var testDescription: String { "\(method) \(template)" }

        init(_ method: String, _ path: String, _ template: String, _ status: Int, _ body: Body? = nil) {
            self.method = method
            self.path = path
            self.template = template
            self.status = status
            self.body = body
        }
    }

    private static let chat = "60123456701%40c.us"

    static let reads: [Row] = [
        Row("GET", "/ping", "/ping", 200),
        Row("GET", "/health", "/health", 200),
        Row("GET", "/api/server/version", "/api/server/version", 200),
        Row("GET", "/api/server/status", "/api/server/status", 200),
        Row("GET", "/api/sessions?all=true", "/api/sessions", 200),
        Row("GET", "/api/sessions/default", "/api/sessions/{session}", 200),
        Row("GET", "/api/sessions/default/me", "/api/sessions/{session}/me", 200),
        Row("GET", "/api/default/profile", "/api/{session}/profile", 200),
        Row("GET", "/api/default/chats/overview", "/api/{session}/chats/overview", 200),
        Row("GET", "/api/default/chats/\(chat)/picture", "/api/{session}/chats/{chatId}/picture", 200),
        Row("GET", "/api/default/chats/\(chat)/messages?limit=50", "/api/{session}/chats/{chatId}/messages", 200),
        Row("GET", "/api/contacts/check-exists?phone=60123456701", "/api/contacts/check-exists", 200),
        Row("GET", "/api/default/lids", "/api/{session}/lids", 200),
        Row("GET", "/api/default/lids/count", "/api/{session}/lids/count", 200),
        Row("GET", "/api/default/lids/42", "/api/{session}/lids/{lid}", 200),
        Row("GET", "/api/default/lids/pn/60123456701", "/api/{session}/lids/pn/{phoneNumber}", 200),
        Row("GET", "/api/default/groups/count", "/api/{session}/groups/count", 200),
        Row(
            "GET",
            "/api/default/groups/120363000000000001%40g.us/participants/v2",
            "/api/{session}/groups/{id}/participants/v2",
            200
        ),
        Row(
            "GET",
            "/api/default/groups/120363000000000001%40g.us/picture",
            "/api/{session}/groups/{id}/picture",
            200
        ),
        Row("GET", "/api/default/labels", "/api/{session}/labels", 200),
        Row("GET", "/api/default/presence/\(chat)", "/api/{session}/presence/{chatId}", 200),
    ]

    static let writes: [Row] = [
        Row("POST", "/api/sessions", "/api/sessions", 201, ["name": "second", "start": false]),
        Row("PUT", "/api/sessions/second", "/api/sessions/{session}", 200, ["config": ["metadata": ["tenant": "42"]]]),
        Row("POST", "/api/sessions/second/start", "/api/sessions/{session}/start", 201),
        Row("POST", "/api/sessions/second/restart", "/api/sessions/{session}/restart", 201),
        Row("POST", "/api/sessions/second/stop", "/api/sessions/{session}/stop", 201),
        Row("POST", "/api/sessions/second/logout", "/api/sessions/{session}/logout", 201),
        Row(
            "POST",
            "/api/default/chats/overview",
            "/api/{session}/chats/overview",
            201,
            ["pagination": ["limit": 5, "offset": 0]]
        ),
        Row("POST", "/api/default/chats/\(chat)/messages/read", "/api/{session}/chats/{chatId}/messages/read", 201),
        Row("POST", "/api/default/labels", "/api/{session}/labels", 201, ["name": "Lead", "color": 1]),
        Row("PUT", "/api/default/profile/name", "/api/{session}/profile/name", 200, ["name": "Mynah"]),
        Row(
            "PUT",
            "/api/default/contacts/\(chat)",
            "/api/{session}/contacts/{chatId}",
            200,
            ["firstName": "Nurul", "lastName": "Aisyah"]
        ),
    ]

    @Test(arguments: Engine.allCases, [reads, writes])
    func `answers as the document says`(engine: Engine, rows: [Row]) async throws {
        let document = try #require(OpenAPI.document)
        try await withSimulator {
            $0.engine = engine
        } _: { waha in
            try await fill(waha)
            for row in rows {
                let reply = try await waha.call(row.method, row.path, row.body)
                #expect(reply.status == row.status, "\(row.testDescription)")
                #expect(document.describes(row.method, row.template, row.status), "\(row.testDescription)")
                let schema = document.schema(row.method, row.template, row.status)
                let problems = schema.isNothing ? [] : document.problems(reply.body, schema)
                #expect(problems.isEmpty, "\(row.testDescription)")
            }
        }
    }

    @Test func `the check itself finds what is wrong`() throws {
        let document = try #require(OpenAPI.document)
        let message: Body = ["id": 1, "timestamp": "now", "from": "a", "fromMe": true, "hasMedia": false, "ack": 9]
        let found = document.problems(message, document.schema(named: "WAMessage"), of: "WAMessage")
        #expect(
            found == [
                "$.ackName is missing", "$.id is no string", "$.timestamp is no number",
                "$.ack is none of the choices: 9",
            ]
        )
    }

    /// Chats with every kind of message, and a group.
    private func fill(_ waha: RunningSimulator) async throws {
        let kinds = MediaFile.Kind.allCases.map(\.rawValue) + ["text", "location", "contacts", "poll", "list-reply"]
        for kind in kinds {
            let body: Body = ["from": "60123456701", "kind": .text(kind), "pushName": "Nurul"]
            #expect(try await waha.call("POST", "/simulator/incoming", body).status == 201)
        }
        let group: Body = [
            "id": "120363000000000001", "subject": "Crew", "participants": ["60123456701", "60123456702"],
            "picture": 90,
        ]
        #expect(try await waha.call("POST", "/simulator/groups", group).status == 201)
        let text: Body = ["session": "default", "chatId": "60123456701@c.us", "text": "Hi"]
        #expect(try await waha.call("POST", "/api/sendText", text).status == 201)
    }

    /// Events, and the schema of each.
    static let events = [
        "session.status": "WAHAWebhookSessionStatus", "message": "WAHAWebhookMessage",
        "message.any": "WAHAWebhookMessageAny", "message.ack": "WAHAWebhookMessageAck",
        "message.ack.group": "WAHAWebhookMessageAckGroup", "message.reaction": "WAHAWebhookMessageReaction",
        "message.edited": "WAHAWebhookMessageEdited", "message.revoked": "WAHAWebhookMessageRevoked",
        "group.v2.join": "WebhookGroupV2Join",
    ]

    @Test(arguments: Engine.allCases)
    func `tells events as the document says`(engine: Engine) async throws {
        let document = try #require(OpenAPI.document)
        let receiver = try Receiver()
        try await withServices([receiver.server]) {
            try await withSimulator {
                $0.engine = engine
                $0.globalTargets = [WebhookTarget(url: receiver.url)]
            } _: { waha in
                try await provokeEvents(waha)
                for (event, name) in Self.events {
                    for body in try await receiver.wait(event) {
                        let problems = document.problems(body, document.schema(named: name), of: name)
                        #expect(problems.isEmpty, "\(event)")
                    }
                }
            }
        }
    }

    private func provokeEvents(_ waha: RunningSimulator) async throws {
        try await fill(waha)
        let group: Body = ["session": "default", "chatId": "120363000000000001@g.us", "text": "Hi all"]
        _ = try await waha.call("POST", "/api/sendText", group)
        let incoming = try await waha.call("POST", "/simulator/incoming", ["from": "60123456702", "text": "Hello"])
        let id = incoming.body["ids"].items[0]
        for action: Body in ["react", "edit", "revoke"] {
            let change: Body = ["action": action, "messageId": id, "text": "👍"]
            #expect(try await waha.call("POST", "/simulator/change", change).status == 201)
        }
    }
}
