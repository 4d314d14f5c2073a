import Testing

@testable import waha_simulator

@Suite(.timeLimit(.minutes(1))) struct QueryTests {
    private let chat = "/api/default/chats/60123456701%40c.us/messages"

    private func fill(_ waha: RunningSimulator) async throws {
        for number in 1...5 {
            _ = try await waha.call(
                "POST",
                "/simulator/incoming",
                [
                    "from": "60123456701", "text": .text("#\(number)"),
                    "timestamp": .integer(1_767_225_600 + Int64(number)),
                ]
            )
        }
        _ = try await waha.call(
            "POST",
            "/simulator/incoming",
            [
                "from": "60123456701", "text": "mine", "own": true, "timestamp": 1_767_225_610,
            ]
        )
    }

    private func texts(_ waha: RunningSimulator, _ query: String) async throws -> [String] {
        try await waha.call("GET", "\(chat)?downloadMedia=false&\(query)").body.items.compactMap { $0["body"].string }
    }

    @Test func `filters, sorts and pages`() async throws {
        try await withSimulator { waha in
            try await fill(waha)
            #expect(try await texts(waha, "limit=2") == ["mine", "#5"])
            #expect(try await texts(waha, "limit=2&sortOrder=asc&offset=1") == ["#2", "#3"])
            let range = "filter.timestamp.gte=1767225602&filter.timestamp.lte=1767225603"
            #expect(try await texts(waha, "limit=9&\(range)") == ["#3", "#2"])
            #expect(try await texts(waha, "limit=9&filter.fromMe=true") == ["mine"])
            #expect(try await texts(waha, "limit=1&filter.ack=DEVICE") == ["#5"])
            #expect(try await waha.call("GET", "\(chat)?limit=x").status == 400)
            #expect(try await waha.call("GET", "\(chat)?limit=1&sortOrder=up").status == 400)
        }
    }

    @Test func `NOWEB filters after it has cut the page`() async throws {
        try await withSimulator {
            $0.engine = .noweb
        } _: { waha in
            try await fill(waha)
            #expect(try await texts(waha, "limit=2&filter.fromMe=false") == ["#5"])
        }
    }

    @Test(arguments: [(Engine.gows, 200), (.noweb, 200), (.webjs, 501)])
    func `lists across chats where the engine can`(engine: Engine, status: Int) async throws {
        try await withSimulator {
            $0.engine = engine
        } _: { waha in
            try await fill(waha)
            let reply = try await waha.call("GET", "/api/default/chats/all/messages?limit=100&downloadMedia=false")
            #expect(reply.status == status)
            if status == 200 { #expect(reply.body.items.count == 6) }
        }
    }

    @Test func `merges a person's chats by phone and by hidden id`() async throws {
        try await withSimulator { waha in
            for addressing: Body in ["phone", "lid"] {
                let body: Body = ["from": "60123456701", "text": "Hi", "addressing": addressing]
                _ = try await waha.call("POST", "/simulator/incoming", body)
            }
            #expect(try await waha.call("GET", "/api/default/chats").body.items.count == 1)
            #expect(try await waha.call("GET", "/api/default/chats?merge=false").body.items.count == 2)
            let overview = try await waha.call("GET", "/api/default/chats/overview").body.items
            #expect(overview.first?["id"].string == "60123456701@c.us")
            let lid = try await waha.call("GET", "/api/default/lids/pn/60123456701").body["lid"].string ?? ""
            let resolved = try await waha.call("GET", "/api/default/lids/\(lid)").body["pn"].string
            #expect(resolved == "60123456701@c.us")
        }
    }

    @Test(arguments: [
        ("present", ":3@", false), ("device", ":3@", true), ("empty", "@", false), ("missing", "", false),
    ])
    func `tells the other address as ordered`(alternative: String, needle: String, has: Bool) async throws {
        let receiver = try Receiver()
        try await withServices([receiver.server]) {
            try await withSimulator(to: receiver) { waha in
                let body: Body = ["from": "60123456701", "addressing": "lid", "alt": .text(alternative)]
                _ = try await waha.call("POST", "/simulator/incoming", body)
                let info = try await receiver.wait("message.any")[0]["payload"]["_data"]["Info"]
                #expect((info["SenderAlt"].string?.contains(needle) ?? false) == has)
                #expect(info["SenderAlt"].isNothing == (alternative == "missing"))
                #expect(info["Chat"].string?.hasSuffix("@lid") == true)
            }
        }
    }

    @Test func `traffic is numbered without a gap in each conversation`() async throws {
        let receiver = try Receiver()
        try await withServices([receiver.server]) {
            try await withSimulator(to: receiver) { waha in
                let order: Body = [
                    "messages": 500, "conversations": 20, "duplicates": 0.1, "reorder": 0.1, "wait": true,
                ]
                #expect(try await waha.call("POST", "/simulator/traffic", order).status == 201)
                let duplicated = try await waha.call("GET", "/simulator/traffic").body["duplicated"].int ?? 0
                #expect(duplicated > 20 && duplicated < 100)
                _ = try await waha.wait("/simulator/webhooks") { $0["delivered"].int == 500 + duplicated }
                var ids: [String: Set<String>] = [:]
                for body in receiver.bodies("message.any") {
                    ids[body["payload"]["body"].string ?? "", default: []].insert(body["payload"]["id"].string ?? "")
                }
                #expect(ids.count == 500)
                #expect(ids.values.allSatisfy { $0.count == 1 })
                #expect(Set(ids.keys) == Set((0..<20).flatMap { c in (1...25).map { "c\(c) #\($0)" } }))
                let log = try await waha.call("GET", "/simulator/incoming").body
                #expect(log["total"].int == 500)
                #expect(log["conversations"].items.allSatisfy { $0["count"].int == 25 })
            }
        }
    }
}
