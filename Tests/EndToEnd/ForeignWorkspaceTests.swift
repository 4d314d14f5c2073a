import Foundation
import JSON
import Testing

/// What one workspace has is not there for another, even for its administrator.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ForeignWorkspaceTests {
    private static let phone = "60123450031"

    /// A request by the id of something that is there.
    private struct Request: Sendable {
        let method: String
        let path: String
        var fields: API.Fields = [:]

        func send(_ api: API) async throws -> API.Reply {
            switch method {
            case "GET", "DELETE": try await api.send(method, path)
            case "PUT": try await api.put(path, fields)
            default: try await api.post(path, fields)
            }
        }
    }

    @Test func `names of another workspace's objects give 404, and each of them is there in its own`() async throws {
        try await System.run { system in
            let own = try await system.signIn()
            try await system.waha.receive(from: Self.phone, ["text": "Hello", "pushName": "Aida"])
            let requests = try await Self.requests(own)
            let foreign = try await Self.otherWorkspace(own)
            #expect(try await foreign.conversations().items.isEmpty)
            for request in requests {
                let reply = try await request.send(foreign)
                #expect(reply.status == 404, "\(request.method) \(request.path): \(reply.status) \(reply.text)")
            }
            for request in requests {
                let reply = try await request.send(own)
                #expect(reply.status != 404, "\(request.method) \(request.path): \(reply.text)")
            }
        }
    }

    /// An administrator of a workspace of their own.
    private static func otherWorkspace(_ api: API) async throws -> API {
        let made = try await api.value(api.post("/api/workspaces", ["name": "Another gym"]))
        let id = try #require(made["id"].string)
        let signedIn = try await api.value(api.post("/api/auth/workspace", ["workspace": id]))
        var other = api
        other.token = signedIn["token"].string
        #expect(other.token != nil && other.token != api.token)
        return other
    }

    /// Something of every kind, and what can be asked of it; what takes it away comes last.
    private static func requests(_ api: API) async throws -> [Request] {
        try await inbox(api) + people(api) + office(api) + files(api)
    }

    private static func inbox(_ api: API) async throws -> [Request] {
        let found = try await api.conversation(with: phone)
        let id = try #require(found["id"].string)
        let message = try #require(try await api.messages(of: id).first?["id"].string)
        let made = try await api.value(api.post("/api/tags", ["name": "VIP", "color": "red"]))
        let tag = try #require(made["id"].string)
        let campaign = try await api.makeCampaign("May", text: "Hello")
        let (conversation, words) = ("/api/conversations/\(id)", "/api/conversations/\(id)/messages/\(message)")
        let reads = [
            conversation, "\(conversation)/messages", "\(conversation)/contact", "\(conversation)/assignments",
            "\(conversation)/history", words, "\(words)/explain", "/api/tags/\(tag)", "/api/campaigns/\(campaign)",
            "/api/campaigns/\(campaign)/recipients",
        ]
        let changes = [
            Request(method: "POST", path: "\(conversation)/read"),
            Request(method: "PUT", path: "\(conversation)/note", fields: ["note": "mine"]),
            Request(method: "PUT", path: "\(conversation)/tags/\(tag)"),
            Request(method: "DELETE", path: "\(conversation)/tags/\(tag)"),
            Request(method: "PUT", path: "\(conversation)/assignment"),
            Request(method: "POST", path: "\(conversation)/control", fields: ["action": "take", "version": 1]),
            Request(method: "PUT", path: "/api/tags/\(tag)", fields: ["name": "Mine", "color": "black"]),
            Request(method: "POST", path: "/api/campaigns/\(campaign)/start"),
            Request(method: "POST", path: "/api/campaigns/\(campaign)/cancel"),
            Request(method: "POST", path: "\(conversation)/end"),
            Request(method: "DELETE", path: "/api/tags/\(tag)"),
        ]
        return reads.map { Request(method: "GET", path: $0) } + changes
    }

    private static func people(_ api: API) async throws -> [Request] {
        let contact = try await eventually("the contact is known") {
            try await api.conversation(with: phone)["contact"]["id"].string
        }
        let path = "/api/contacts/\(contact)"
        return [
            Request(method: "GET", path: path), Request(method: "GET", path: "\(path)/merges"),
            Request(method: "PUT", path: "\(path)/name", fields: ["name": "Mine"]),
        ]
    }

    private static func office(_ api: API) async throws -> [Request] {
        let person: API.Fields = ["email": "mei@gym.example", "name": "Mei", "role": "viewer"]
        let staff = try #require(try await api.value(api.post("/api/staff", person))["id"].string)
        let rights: API.Fields = ["name": "Board", "permissions": ["chats": ["view"]]]
        let made = try await api.value(api.post("/api/tokens", rights))
        let token = try #require(made["details"]["id"].string)
        let channel = try #require(try await api.value(api.get("/api/channels"))["items"][0]["id"].string)
        return [
            Request(method: "GET", path: "/api/staff/\(staff)"),
            Request(method: "GET", path: "/api/staff/\(staff)/sign-ins"),
            Request(method: "PUT", path: "/api/staff/\(staff)/permissions", fields: ["deny": ["chats": ["edit"]]]),
            Request(method: "POST", path: "/api/staff/\(staff)/deactivate"),
            Request(method: "POST", path: "/api/staff/\(staff)/activate"),
            Request(method: "DELETE", path: "/api/tokens/\(token)"),
            Request(method: "GET", path: "/api/channels/\(channel)"),
            Request(method: "GET", path: "/api/waha/session/info?channelId=\(channel)"),
            Request(method: "DELETE", path: "/api/channels/\(channel)"),
        ]
    }

    private static func files(_ api: API) async throws -> [Request] {
        let upload = try await api.send("POST", "/api/media?filename=a.txt", Array("plain".utf8))
        let media = try #require(try api.value(upload)["id"].string)
        let kept = try await api.value(api.post("/api/gallery", ["mediaId": media, "title": "Plain"]))
        let item = try #require(kept["id"].string)
        return [
            Request(method: "GET", path: "/api/media/\(media)"),
            Request(method: "GET", path: "/api/media/\(media)/info"),
            Request(method: "GET", path: "/api/waha/media?id=\(media)"),
            Request(method: "POST", path: "/api/media/\(media)/retry"),
            Request(method: "GET", path: "/api/gallery/\(item)"),
            Request(method: "PUT", path: "/api/gallery/\(item)", fields: ["title": "Mine"]),
            Request(method: "DELETE", path: "/api/gallery/\(item)"),
        ]
    }
}
