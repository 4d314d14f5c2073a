import JSON
import Testing

/// Where a workspace is: what its numbers mean that are typed without a country code, wherever they are typed.
@Suite(.serialized, .timeLimit(.minutes(5))) struct WorkspaceTests {
    private static let typed = "8123 4567"
    private static let phone = "+6581234567"

    @Test func `numbers are of the workspace's country wherever they are typed`()
        async throws
    {
        try await System.run { system in
            let api = try await system.signIn()
            let elsewhere = try await api.get("/api/contacts/lookup?phone=81234567").json
            #expect(elsewhere["phoneNumber"].string != Self.phone)
            let workspace = try await api.value(api.get("/api/workspace"))
            let change: API.Fields = [
                "name": "Gym", "country": "SG", "version": try #require(workspace["version"].int),
            ]
            #expect(try await api.value(api.put("/api/workspace", change))["country"].string == "SG")

            let member: API.Fields = ["id": "M1", "name": "Aida", "phone": Self.typed]
            let report = try await api.value(api.post("/api/members/bulk", ["items": [member]]))
            #expect(report["created"].int == 1)
            let card = try await api.value(api.get("/api/contacts/lookup?phone=81234567"))
            #expect(card["phoneNumber"].string == Self.phone && card["member"]["name"].string == "Aida")
            for list in ["members", "contacts"] {
                let found = try await api.value(api.get("/api/\(list)?search=" + API.escaped(Self.typed)))
                #expect(found["items"].array.count == 1, "\(list)")
            }

            #expect(try await api.sendText("Hi", to: Self.typed).status == 200)
            #expect(try await api.conversation(with: Self.phone)["phoneNumber"].string == Self.phone)
            let campaign = try await api.makeCampaign("May", text: "Hello")
            #expect(try await api.addRecipients("phone\n\(Self.typed)\n", to: campaign)["created"].int == 1)
            #expect(try await api.recipients(of: campaign).first?["phoneNumber"].string == Self.phone)
        }
    }
}
