import Foundation
import HTTPClient
import JSON
import Testing

/// Who sees what happens, and how.
@Suite(.serialized, .timeLimit(.minutes(2))) struct LiveTests {
    private static let (kepong, ipoh, elsewhere) = ("60123450021", "60123450022", "60123450023")

    @Test func `staff of a branch see its conversations and those of none`() async throws {
        try await System.run { system in
            let admin = try await system.signIn()
            let mei = try await system.branches(admin, kepong: Self.kepong, ipoh: Self.ipoh, none: Self.elsewhere)
            for (api, names) in [(admin, ["Ipoh", "Kepong"]), (mei, ["Kepong"])] {
                let branches = try await api.value(api.get("/api/branches"))["items"].array
                #expect(branches.compactMap { $0["name"].string } == names)
            }
            let cursor = try await system.watchingLive(mei) { live in
                let before = try #require(live.record.cursor)
                for phone in [Self.ipoh, Self.kepong, Self.elsewhere] {
                    try await system.waha.receive(from: phone, ["text": "Second of \(phone)"])
                    _ = try await admin.newest(with: phone) { $0["body"].string == "Second of \(phone)" }
                }
                _ = try await eventually("what follows is seen") {
                    live.record.bodies.contains("Second of \(Self.elsewhere)") ? true : nil
                }
                #expect(live.record.bodies == ["Second of \(Self.kepong)", "Second of \(Self.elsewhere)"])
                return before
            }
            try await sameAsEvents(mei, after: cursor)
            try await isLetGo(system, admin, mei)
        }
    }

    @Test func `staff of a branch see the files of its conversations, and the gallery's`() async throws {
        try await System.run { system in
            let admin = try await system.signIn()
            let mei = try await system.branches(admin, kepong: Self.kepong, ipoh: Self.ipoh, none: Self.elsewhere)
            try await system.watchingLive(mei) { live in
                let foreign = try await picture(from: Self.ipoh, system, admin)
                for phone in [Self.kepong, Self.elsewhere] {
                    let media = try await picture(from: phone, system, admin)
                    #expect(try await mei.get("/api/media/\(media)").status == 200)
                    #expect(try await mei.get("/api/waha/media?id=\(media)").status == 200)
                }
                try await isHidden(foreign, from: mei)
                _ = try await eventually("her own pictures are told of") {
                    live.record.types["message.added"] == 2 ? true : nil
                }
                #expect(live.record.types["media.changed"] == nil)

                let fields: API.Fields = ["mediaId": foreign, "title": "For all"]
                _ = try await admin.value(admin.post("/api/gallery", fields))
                #expect(try await mei.get("/api/media/\(foreign)").status == 200)
                let upload = try await mei.value(mei.send("POST", "/api/media?filename=a.txt", Array("Hello".utf8)))
                let own = try #require(upload["id"].string)
                #expect(try await mei.get("/api/media/\(own)").text == "Hello")
                try await isHidden(own, from: admin)
                let send: API.Fields = ["to": Self.kepong, "type": "file", "file": ["mediaId": own]]
                _ = try await mei.value(mei.post("/api/waha/messages/send", send))
                #expect(try await admin.get("/api/media/\(own)").text == "Hello")
            }
        }
    }

    private func isHidden(_ media: String, from api: API) async throws {
        for path in ["/\(media)", "/\(media)/thumbnail", "/\(media)/info"] {
            #expect(try await api.get("/api/media\(path)").status == 404, "\(path)")
        }
        #expect(try await api.get("/api/waha/media?id=\(media)").status == 404)
        for action in ["retry", "voice"] {
            #expect(try await api.post("/api/media/\(media)/\(action)").status == 404, "\(action)")
        }
        #expect(try await api.post("/api/gallery", ["mediaId": media, "title": "Mine"]).status == 404)
        let send: API.Fields = ["to": Self.kepong, "type": "image", "file": ["mediaId": media]]
        #expect(try await api.post("/api/waha/messages/send", send).status == 404)
    }

    /// - Returns: the id of the file, which is here.
    private func picture(from phone: String, _ system: System, _ admin: API) async throws -> String {
        try await system.waha.receive(from: phone, ["kind": "image", "text": "Picture of \(phone)"])
        let message = try await admin.newest(with: phone) { $0["media"]["state"].string == "ready" }
        return try #require(message["media"]["id"].string)
    }

    /// The same comes as `text/event-stream`, from a cursor on.
    private func sameAsEvents(_ api: API, after cursor: String) async throws {
        let token = try #require(api.token)
        let request = HTTPClientRequest(
            "GET",
            "\(api.url)/api/live/events?token=\(API.escaped(token))",
            headers: [("Accept", "text/event-stream"), ("Last-Event-ID", cursor)],
            timeout: .seconds(30)
        )
        let stream = try await api.client.stream(request)
        #expect(stream.header("Content-Type") == "text/event-stream")
        var text = ""
        for try await chunk in stream.body {
            text += String(decoding: chunk, as: UTF8.self)
            if text.contains("Second of \(Self.elsewhere)"), text.hasSuffix("\n\n") { break }
        }
        let events = text.components(separatedBy: "\n\n").filter { $0.contains("event: message.added") }
        let bodies = try events.map { event in
            let data = try #require(event.components(separatedBy: "\ndata: ").last)
            let json = try JSONDocument(data).root
            #expect(event.hasPrefix("id: \(try #require(json["cursor"].string))\n"))
            return json["data"]["message"]["body"].string
        }
        #expect(bodies == ["Second of \(Self.kepong)", "Second of \(Self.elsewhere)"])
    }

    /// Deactivated staff see nothing from that moment.
    private func isLetGo(_ system: System, _ admin: API, _ mei: API) async throws {
        try await system.watchingLive(mei) { live in
            let id = try #require(try await mei.value(mei.get("/api/auth/me"))["staff"]["id"].string)
            _ = try await admin.value(admin.post("/api/staff/\(id)/deactivate"))
            _ = try await eventually("the connection ends") { live.record.refusals > 0 ? true : nil }
            let seen = live.record.frames
            try await system.waha.receive(from: Self.kepong, ["text": "Third"])
            _ = try await admin.newest(with: Self.kepong) { $0["body"].string == "Third" }
            #expect(live.record.frames == seen)
            #expect(try await mei.get("/api/live/events").status == 401)
        }
    }
}

extension API {
    /// The newest message with a phone number, once it is as wanted.
    fileprivate func newest(with phone: String, until isRight: (JSONValue) -> Bool) async throws -> JSONValue {
        let id = try #require(try await conversation(with: phone)["id"].string)
        return try await eventually("the newest message with \(phone) is as it should be") {
            try await messages(of: id).last.flatMap { isRight($0) ? $0 : nil }
        }
    }
}
