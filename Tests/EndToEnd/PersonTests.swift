import Foundation
import JSON
import Testing
import TestPeers

/// The life of a person who works in a workspace, as clients see it.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PersonTests {
    private static let email = "mei@gym.example"
    private static let password = "battery staple"

    @Test func `one is made, signs in, is denied, is allowed, is put out, and all of it is in the log`() async throws {
        try await System.run { system in
            let admin = try await system.signIn()
            let fields: API.Fields = [
                "email": "Mei@Gym.example", "name": "Mei", "role": "viewer", "password": Self.password,
            ]
            let made = try await admin.value(admin.post("/api/staff", fields))
            let id = try #require(made["id"].string)
            let mei = try await system.api.signedIn(Self.email, Self.password)
            try await meets403UntilAllowed(system, admin, mei, id)
            try await isPutOut(system, admin, mei, id)
            try await isInTheLog(admin, id)
        }
    }

    private func meets403UntilAllowed(_ system: System, _ admin: API, _ mei: API, _ id: String) async throws {
        let me = try await mei.value(mei.get("/api/auth/me"))
        #expect(me["staff"]["role"].string == "viewer" && me["workspaces"].array.count == 1)
        #expect(try await mei.get("/api/waha/contacts").status == 200)
        #expect(try await mei.get("/api/staff").status == 403)
        let denied = try await mei.sendText("Hi", to: "60123456701")
        #expect(denied.status == 403 && denied.code == "not_allowed")
        let allowed = try await admin.put("/api/staff/\(id)/permissions", ["allow": ["chats": ["edit"]]])
        #expect(allowed.json["permissions"]["chats"].array.count == 2)
        #expect(try await mei.sendText("Hi", to: "60123456701").status == 200)
        let names = try await mei.value(mei.get("/api/staff/directory"))["items"].array.compactMap { $0["name"].string }
        #expect(names.contains("Mei"))
    }

    private func isPutOut(_ system: System, _ admin: API, _ mei: API, _ id: String) async throws {
        let headers = [("Authorization", "Bearer \(mei.token ?? "")")]
        let socket = try WebSocketClient(port: system.httpPort, path: "/api/live", headers: headers)
        var frames = socket.texts.makeAsyncIterator()
        #expect(try await frames.next()?.contains("hello") == true)
        #expect(try await admin.post("/api/staff/\(id)/deactivate").status == 200)
        let closed = await #expect(throws: ClosedWithCode.self) { while try await frames.next() != nil {} }
        #expect(closed?.code == 1008)
        #expect(try await mei.get("/api/auth/me").status == 401)
        let again = try await system.api.post("/api/auth/login", ["email": Self.email, "password": Self.password])
        #expect(again.status == 401 && again.code == "wrong_credentials")
    }

    private func isInTheLog(_ admin: API, _ id: String) async throws {
        let log = try await admin.value(admin.get("/api/activity?object=\(id)"))["items"].array
        let actions = log.compactMap { $0["action"].string }
        #expect(actions == ["POST /api/staff/{id}/deactivate", "PUT /api/staff/{id}/permissions", "POST /api/staff"])
        _ = try await eventually("the message is in the log") {
            let page = try await admin.value(admin.get("/api/activity?action=message.added&staff=\(id)"))
            return page["items"].array.isEmpty ? nil : true
        }
        let verdict = try await admin.value(admin.get("/api/activity/verify"))
        #expect(verdict["intact"].bool == true)
        let lines = try await admin.get("/api/activity/export?format=csv").text.split(separator: "\r\n")
        #expect(lines.count > 5 && lines[0].hasPrefix("number,at,staff,"))
    }
}
