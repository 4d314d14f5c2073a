import JSON
import Testing

/// Who somebody is, as staff tell it, and the inbox beside it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct WhoIsWhoTests {
    private static let (aida, siti) = ("60123450051", "60123450052")

    @Test func `staff say who is who, take it back, and of two who say so at once one is told`() async throws {
        try await System.run { system in
            let api = try await system.signIn()
            try await upload(api)
            for phone in [Self.aida, Self.siti] { try await system.waha.receive(from: phone, ["text": "Hello"]) }
            try await links(api)
            try await merges(api)
            try await movesTheLead(api)
        }
    }

    /// A CSV with a row that is wrong: the others are in, and the upload can be looked at afterwards.
    private func upload(_ api: API) async throws {
        let csv = "id,name,phone\nM-1,Aida Rahman,0199999991\nM-2,,\nM-3,Noor,0199999993\n"
        let reply = try await api.send(
            "POST",
            "/api/members/bulk",
            Array(csv.utf8),
            headers: [("Content-Type", "text/csv")]
        )
        let report = try api.value(reply)
        #expect(report["created"].int == 2 && report["refused"].int == 1)
        #expect(report["problems"][0]["row"].int == 2 && report["problems"][0]["field"].string == "name")
        let id = try #require(report["importId"].string)
        let kept = try await api.value(api.get("/api/imports/\(id)"))
        #expect(kept["state"].string == "finished" && kept["rows"].int == 3 && kept["refused"].int == 1)
        let listed = try await api.value(api.get("/api/imports"))["items"].array
        #expect(listed.compactMap { $0["id"].string } == [id])
        let lead: API.Fields = ["id": "L-1", "name": "Aida", "status": "new"]
        #expect(try await api.value(api.post("/api/leads/bulk", ["items": [lead]]))["created"].int == 1)
    }

    private func links(_ api: API) async throws {
        let (contact, version) = try await contact(of: Self.aida, api)
        let path = "/api/contacts/\(contact)"
        let linked = try await api.put("\(path)/member", ["memberId": "M-1", "version": version])
        #expect(linked.json["member"]["name"].string == "Aida Rahman" && linked.json["memberLink"].string == "hand")
        let late = try await api.put("\(path)/member", ["memberId": "M-3", "version": version])
        #expect(late.status == 409 && late.code == "conflict")
        #expect(try await api.put("\(path)/member", ["memberId": "nobody"]).status == 404)
        try await badge(of: Self.aida, api, "noPackage")
        let unlinked = try await api.value(api.send("DELETE", "\(path)/member"))
        #expect(unlinked["member"].isObject == false)
        try await badge(of: Self.aida, api, "notAMember")

        #expect(try await api.value(api.put("\(path)/lead", ["leadId": "L-1"]))["lead"]["name"].string == "Aida")
        try await badge(of: Self.aida, api, "lead")
        let named = try await api.value(api.put("\(path)/name", ["name": "Aida of the front desk"]))
        #expect(named["names"]["given"].string == "Aida of the front desk")
        _ = try await eventually("the list has the name") {
            let found = try await api.conversation(with: Self.aida)
            return found["name"].string == "Aida of the front desk" ? true : nil
        }
    }

    private func merges(_ api: API) async throws {
        let ((aida, _), (siti, version)) = (
            try await contact(of: Self.aida, api), try await contact(of: Self.siti, api)
        )
        let merged = try await api.value(api.post("/api/contacts/\(siti)/merge", ["into": aida, "version": version]))
        #expect(merged["contact"]["id"].string == aida)
        _ = try await eventually("both threads are of one contact") {
            try await contact(of: Self.siti, api).id == aida ? true : nil
        }
        let merges = try await api.value(api.get("/api/contacts/\(aida)/merges"))["items"].array
        let merge = try #require(merges.first?["id"].string)
        #expect(merges.count == 1 && merges[0]["contact"].string == siti && merges[0]["reason"].string == "hand")
        #expect(try await api.post("/api/merges/\(merge)/undo").status == 200)
        #expect(try await api.post("/api/merges/\(merge)/undo").code == "conflict")
        _ = try await eventually("each thread has its own contact again") {
            try await contact(of: Self.siti, api).id == siti ? true : nil
        }
    }

    private func movesTheLead(_ api: API) async throws {
        let leads = try await api.value(api.get("/api/leads?search=L-1"))["items"].array
        let version = try #require(leads.first?["lead"]["version"].int)
        let moved = try await api.put("/api/leads/L-1/status", ["status": "consulted", "version": version])
        #expect(moved.json["lead"]["status"].string == "consulted")
        #expect(try await api.put("/api/leads/L-1/status", ["status": "new", "version": version]).code == "conflict")
        _ = try await eventually("the list is filtered by it") {
            let found = try await api.value(api.get("/api/waha/contacts?leadStatus=consulted"))["items"].array
            return found.count == 1 ? true : nil
        }
    }

    /// Once enrichment has told the inbox who it is.
    private func contact(of phone: String, _ api: API) async throws -> (id: String, version: Int) {
        let id = try await eventually("the contact is known") {
            try await api.conversation(with: phone)["contact"]["id"].string
        }
        return (id, try #require(try await api.value(api.get("/api/contacts/\(id)"))["version"].int))
    }

    private func badge(of phone: String, _ api: API, _ status: String) async throws {
        _ = try await eventually("the badge is \(status)") {
            try await api.conversation(with: phone)["contact"]["badge"]["status"].string == status ? true : nil
        }
    }
}
