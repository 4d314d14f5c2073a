import Crypto
import Foundation
import JSON
import Testing
import TestPeers

/// Requests that cannot be done, and what is said of them.
@Suite(.serialized, .timeLimit(.minutes(5))) struct BadRequestTests {
    /// Method and path of what asks for a sign-in.
    private static let closed = [
        ("GET", "/api/auth/me"), ("GET", "/api/waha/contacts"), ("POST", "/api/waha/messages/send"),
        ("GET", "/api/waha/session/info"), ("POST", "/api/waha/session/start"), ("POST", "/api/waha/session/stop"),
        ("POST", "/api/waha/session/logout"), ("GET", "/api/waha/session/qr"), ("GET", "/api/waha/media?id=x"),
        ("GET", "/api/conversations/x/messages"), ("POST", "/api/conversations/x/read"), ("GET", "/api/tags"),
        ("POST", "/api/members/bulk"), ("POST", "/api/leads/bulk"), ("GET", "/api/campaigns"),
        ("POST", "/api/campaigns"), ("GET", "/api/live"), ("POST", "/api/media"),
    ]

    @Test func `what is wrong is refused with a word and a field`() async throws {
        try await System.run { system in
            try await asksForASignIn(system)
            let api = try await system.signIn()
            try await namesTheFields(api)
            try await limitsBodies(api)
            try await limitsFiles(system, api)
            try await asksForConfirmation(system, api)
            #expect(try await system.waha.sent()["requests"].int == 0)
        }
    }

    private func asksForASignIn(_ system: System) async throws {
        var stranger = system.api
        for token in [nil, "made-up"] {
            stranger.token = token
            for (method, path) in Self.closed {
                let reply = try await stranger.send(method, path)
                #expect(reply.status == 401, "\(method) \(path)")
                #expect(reply.header("content-type")?.hasPrefix("application/problem+json") == true)
            }
        }
        let wrong = try await system.api.post("/api/auth/login", ["email": Setup.adminEmail, "password": "guess"])
        #expect(wrong.status == 401)
    }

    private func namesTheFields(_ api: API) async throws {
        let file: API.Fields = ["data": "AAAA", "mimetype": "image/png", "filename": "a.png"]
        let wrong: [(API.Fields, [String])] = [
            ([:], ["to", "type"]),
            (["to": "60123450004", "type": "text"], ["text"]),
            (["to": "60123450004", "type": "dance", "text": "x"], ["type"]),
            (["to": "12", "type": "text", "text": "x"], ["to"]),
            (["to": "nobody@nowhere", "type": "text", "text": "x"], ["to"]),
            (["to": "60123450004", "type": "text", "text": "", "clientRef": ""], ["clientRef", "text"]),
            (["to": "60123450004", "type": "image"], ["file"]),
            (["to": "60123450004", "type": "image", "file": ["data": "%%%"]], ["file.data"]),
            (["to": "60123450004", "type": "file", "file": ["url": "ftp://x"]], ["file.url"]),
            (["to": "60123450004", "type": "text", "text": "x", "file": file], ["file"]),
            (["to": 5, "type": "text", "text": "x"], ["to"]),
        ]
        for (fields, names) in wrong {
            let reply = try await api.post("/api/waha/messages/send", fields)
            #expect(reply.status == 422, "\(fields): \(reply.text)")
            #expect(Set(reply.fields) == Set(names), "\(fields): \(reply.text)")
        }
    }

    private func limitsBodies(_ api: API) async throws {
        let json = [("Content-Type", "application/json")]
        for body in ["{", "no json", #"{"email":"#] {
            let reply = try await api.send("POST", "/api/auth/login", Array(body.utf8), headers: json)
            #expect(reply.status == 400, "\(body): \(reply.text)")
        }
        let long: API.Fields = ["email": String(repeating: "a", count: 1 << 20), "password": "x"]
        #expect(try await api.post("/api/auth/login", long).status == 413)
        #expect(try await api.get("/api/nothing").status == 404)
        let wrong = try await api.send("DELETE", "/api/waha/contacts")
        #expect(wrong.status == 405 && wrong.header("allow")?.contains("GET") == true)
    }

    private func limitsFiles(_ system: System, _ api: API) async throws {
        let huge = [UInt8](repeating: 7, count: 17 << 20)
        #expect(try await api.send("POST", "/api/media?filename=a.bin", huge).status == 413)
        let data = Base64.encode(huge)
        let fields: API.Fields = ["to": "60123450004", "type": "file", "file": ["data": data, "filename": "a.bin"]]
        #expect(try await api.post("/api/waha/messages/send", fields).status == 413)
        try cutOffUpload(system, api)
        _ = try await eventually("nothing is left of them") {
            // The locks say who is storing something; they are none of it.
            Self.files(in: system.data + "/media").allSatisfy { $0.hasSuffix("/start") || $0.hasSuffix("/lock") }
                ? true : nil
        }
    }

    private func cutOffUpload(_ system: System, _ api: API) throws {
        let socket = try #require(FileDescriptor(connectedTo: system.httpPort))
        let lines = ["POST /api/media?filename=b.bin HTTP/1.1", "Host: x", "Authorization: Bearer \(api.token ?? "")"]
        let head = lines.joined(separator: "\r\n") + "\r\nContent-Length: 9000000\r\n\r\n"
        #expect(socket.write(Array(head.utf8) + [UInt8](repeating: 1, count: 3 << 20)))
        socket.close()
    }

    private static func files(in folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        var isFolder: ObjCBool = false
        return names.filter {
            FileManager.default.fileExists(atPath: folder + "/" + $0, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }

    private func asksForConfirmation(_ system: System, _ api: API) async throws {
        #expect(try await api.post("/api/waha/session/logout").status == 428)
        #expect(try await system.waha.state()["sessions"][0]["status"].string == "WORKING")
    }
}
