import Foundation
import HTTPClient
import JSON
import Testing

/// People are told of what concerns them, each their own.
@Suite(.serialized, .timeLimit(.minutes(3))) struct NoticeTests {
    private static let (phone, other) = ("60123450071", "60123450072")

    @Test func `what concerns a person is pushed to them alone, listed, counted, read, and muted`() async throws {
        try await System.run { system in
            let admin = try await system.signIn()
            let mei = try await hire(system, admin)
            let (id, cursors) = try await system.watchingLive(mei) { hers in
                let before = try #require(hers.record.cursor)
                return try await system.watchingLive(admin) { his in
                    let cursors = [before, try #require(his.record.cursor)]
                    let id = try await work(system, admin, mei)
                    _ = try await eventually("it is pushed") {
                        hers.record.notices[id] == ["unassigned_message", "assigned", "new_message"] ? true : nil
                    }
                    _ = try await admin.value(admin.post("/api/tags", ["name": "Seen", "color": "red"]))
                    _ = try await eventually("what follows is seen") { his.record.types["tags.changed"] }
                    #expect(his.record.notices[id] == ["unassigned_message"])
                    return (id, cursors)
                }
            }
            try await isStreamed(id, mei, admin, after: cursors)
            try await read(admin, mei, id)
            try await prefer(system, mei)
            try await hearOfTrouble(system, admin, mei)
        }
    }

    private func hire(_ system: System, _ admin: API) async throws -> API {
        let staff: API.Fields = [
            "email": "mei@mynah.test", "name": "Mei", "role": "agent", "password": "a long password",
        ]
        _ = try await admin.value(admin.post("/api/staff", staff))
        let mei = try await system.api.signedIn("mei@mynah.test", "a long password")
        let malay: API.Fields = ["muted": [String](), "sound": "chime", "language": "ms"]
        let kept = try await mei.value(mei.put("/api/notifications/preferences", malay))
        #expect(kept["sound"].string == "chime")
        let shown = try await mei.value(mei.get("/api/notifications/preferences"))
        #expect(shown["language"].string == "ms" && shown["muted"].array.isEmpty)
        #expect(try await admin.value(admin.get("/api/notifications/preferences"))["language"].string == "en")
        try await areKnown(system, mei, admin)
        return mei
    }

    /// The service that tells people has heard of both: another conversation can be given to them.
    private func areKnown(_ system: System, _ mei: API, _ admin: API) async throws {
        try await system.waha.receive(from: Self.other, ["text": "Hello", "pushName": "Bala"])
        let id = try #require(await admin.conversation(with: Self.other)["id"].string)
        for person in [admin, mei] {
            try await admin.assign(id, to: person)
            #expect(try await person.value(person.post("/api/notifications/read"))["unread"].int == 0)
        }
    }

    /// A customer writes, which both are told; the conversation is given to her, and its customer writes once more.
    private func work(_ system: System, _ admin: API, _ mei: API) async throws -> String {
        try await system.waha.receive(from: Self.phone, ["text": "Is it open?", "pushName": "Aida"])
        for api in [admin, mei] { _ = try await api.notifications { $0.kinds == ["unassigned_message"] } }
        let id = try #require(await admin.conversation(with: Self.phone)["id"].string)
        try await admin.assign(id, to: mei)
        try await system.waha.receive(from: Self.phone, ["text": "Hello?", "pushName": "Aida"])
        let list = try await mei.notifications { $0.kinds == ["new_message", "assigned"] }
        let message = list["items"][0]
        #expect(list["unread"].int == 2 && message["count"].int == 2)
        #expect(message["title"].string == "2 mesej belum dibaca daripada Aida")
        #expect(message["conversation"]["id"].string == id && message["conversation"]["preview"].string == "Hello?")
        #expect(list["items"][1]["title"].string == "Administrator menugaskan Aida kepada anda")
        // It waits for nobody any more.
        #expect(try await admin.notifications { $0.kinds.isEmpty }["unread"].int == 0)
        return id
    }

    /// The same as `text/event-stream`: to each their own.
    private func isStreamed(_ id: String, _ mei: API, _ admin: API, after cursors: [String]) async throws {
        for ((api, count), cursor) in zip([(mei, 3), (admin, 1)], cursors) {
            let token = try #require(api.token)
            let request = HTTPClientRequest(
                "GET",
                "\(api.url)/api/live/events?token=\(API.escaped(token))",
                headers: [("Accept", "text/event-stream"), ("Last-Event-ID", cursor)],
                timeout: .seconds(30)
            )
            var text = ""
            for try await chunk in try await api.client.stream(request).body {
                text += String(decoding: chunk, as: UTF8.self)
                if text.contains("event: tags.changed\n"), text.hasSuffix("\n\n") { break }
            }
            let events = text.components(separatedBy: "\n\n").filter { event in
                event.contains("event: notification.added\n") && event.contains("\"\(id)\"")
            }
            #expect(events.count == count)
        }
    }

    /// One is read by itself, another with its conversation; nobody reads another's.
    private func read(_ admin: API, _ mei: API, _ id: String) async throws {
        let list = try await mei.value(mei.get("/api/notifications?unread=true&limit=1"))
        let newest = try #require(list["items"][0]["id"].string)
        let next = try #require(list["nextCursor"].string)
        let older = try await mei.value(mei.get("/api/notifications?limit=1&cursor=\(API.escaped(next))"))
        let assigned = try #require(older["items"][0]["id"].string)
        let refused = try await admin.post("/api/notifications/\(newest)/read")
        #expect(refused.status == 404 && refused.code == "not_found")
        #expect(try await mei.value(mei.post("/api/notifications/\(assigned)/read"))["unread"].int == 1)
        _ = try await admin.value(admin.post("/api/conversations/\(id)/read"))
        _ = try await mei.notifications { $0["unread"].int == 0 && $0.kinds.isEmpty }
        #expect(try await mei.value(mei.post("/api/notifications/read"))["unread"].int == 0)
    }

    private func prefer(_ system: System, _ mei: API) async throws {
        let path = "/api/notifications/preferences"
        let wrong: API.Fields = ["muted": [String](), "sound": "", "language": "?"]
        let refused = try await mei.put(path, wrong)
        #expect(refused.status == 422 && refused.fields == ["sound", "language"])
        let muted: API.Fields = ["muted": ["new_message"], "sound": "none", "language": "en"]
        _ = try await mei.value(mei.put(path, muted))
        try await system.waha.receive(from: Self.phone, ["text": "Anybody?", "pushName": "Aida"])
        _ = try await eventually("the message is there") {
            let summary = try await mei.conversation(with: Self.phone)
            return summary["lastMessage"]["preview"].string == "Anybody?" ? true : nil
        }
        #expect(try await mei.value(mei.get("/api/notifications?unread=true"))["items"].array.isEmpty)
    }

    /// The session's trouble and its end are told to those who may set channels up.
    private func hearOfTrouble(_ system: System, _ admin: API, _ mei: API) async throws {
        try await system.waha.setState("SCAN_QR_CODE")
        let list = try await admin.notifications { $0.kinds == ["session_trouble"] }
        #expect(list["items"][0]["channel"]["state"].string == "SCAN_QR_CODE")
        try await system.waha.setState("WORKING")
        _ = try await admin.notifications { $0.kinds == ["session_restored", "session_trouble"] }
        #expect(try await mei.value(mei.get("/api/notifications?unread=true"))["items"].array.isEmpty)
    }
}

extension API {
    /// A person's unread notifications, once they are as wanted.
    fileprivate func notifications(until isRight: (JSONValue) -> Bool) async throws -> JSONValue {
        try await eventually("the notifications are as they should be") {
            let list = try await value(get("/api/notifications?unread=true"))
            return isRight(list) ? list : nil
        }
    }
}

extension JSONValue {
    fileprivate var kinds: [String] { self["items"].array.compactMap { $0["kind"].string } }
}
