import Crypto
import Foundation
import HTTPClient
import JSON
import Testing

/// Files that people send: fetched at once, kept, and served in parts.
@Suite(.serialized, .timeLimit(.minutes(5))) struct DownloadTests {
    private static let bytes = FirstMinuteTests.picture + (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    /// How long WAHA keeps a file here: three seconds, because the simulator's time runs twenty times as fast as ours.
    private static let lifetime = Duration.seconds(3)

    @Test func `a picture is fetched before WAHA deletes it, and served whole or in part`() async throws {
        try await System.run { system in
            try await system.waha.setFaults(["mediaLifetimeSeconds": 60])
            let fields: API.Fields = [
                "kind": "image", "data": Base64.encode(Self.bytes), "mimetype": "image/png", "text": "Look",
            ]
            try await system.waha.receive(from: "60123450002", fields)
            let api = try await system.signIn()
            let conversation = try #require(try await api.conversation(with: "60123450002")["id"].string)
            let message = try await eventually("the picture is here") {
                try await api.messages(of: conversation).first { $0["media"]["state"].string == "ready" }
            }
            #expect(message["type"].string == "image" && message["body"].string == "Look")
            #expect(message["media"]["size"].int == Self.bytes.count)
            try await Task.sleep(for: Self.lifetime)  // WAHA has deleted it by now: that is what is tested.
            try await download(api, try #require(message["media"]["id"].string))
            #expect(try await system.waha.state()["foreignMedia"]["withKey"].int == 0)
        }
    }

    @Test func `a picture that WAHA has deleted before it was fetched is had from it again`() async throws {
        try await System.run { system in
            try await system.waha.setFaults(["mediaLifetimeSeconds": 60])
            let api = try await system.signIn()
            try await system.kill(.media)
            try await system.waha.receive(from: "60123450003", ["kind": "image", "text": "Late"])
            try await Task.sleep(for: Self.lifetime)  // WAHA has deleted it by now: that is what is tested.
            let conversation = try #require(try await api.conversation(with: "60123450003")["id"].string)
            #expect(try await api.messages(of: conversation).first?["media"]["state"].string == "pending")
            try system.start(.media)
            let media = try await eventually("the picture is here") {
                let media = try await api.messages(of: conversation).first?["media"]
                return media?["state"].string == "ready" ? media?["id"].string : nil
            }
            #expect(try await api.get("/api/media/\(media)").status == 200)
        }
    }

    @Test func `who is sent on to the media service reads a file there and cannot store one`() async throws {
        let address = "http://files.example"
        var setup = Setup()
        setup.environment = ["MYNAH_MEDIA_PUBLIC_URL": address]
        try await System.run(setup) { system in
            let admin = try await system.signIn()
            let media = try #require(try admin.value(await admin.send("POST", "/api/media", Self.bytes))["id"].string)
            let viewer: API.Fields = [
                "email": "ann@mynah.test", "name": "Ann", "role": "viewer", "password": "a long password",
            ]
            _ = try await admin.value(admin.post("/api/staff", viewer))
            _ = try await admin.value(admin.post("/api/gallery", ["mediaId": media, "title": "For all"]))
            let ann = try await system.api.signedIn("ann@mynah.test", "a long password")
            #expect(try await ann.get("/api/media/00000000-made-up").status == 404)
            let sent = try await ann.get("/api/media/\(media)")
            let location = try #require(sent.header("location"))
            #expect(sent.status == 302 && location.hasPrefix("\(address)/objects/"))
            let url = "http://127.0.0.1:\(system.mediaPort)\(location.dropFirst(address.count))"
            func ask(_ method: String, _ body: HTTPClientBody = .none) async throws -> HTTPClientResponse {
                try await system.client.send(HTTPClientRequest(method, url, body: body))
            }
            let refused = try await ask("PUT", .bytes(Self.bytes))
            #expect(refused.status == 403 && refused.text.contains("not_signed"))
            #expect(try await ask("HEAD").status == 200)
            let read = try await ask("GET")
            #expect(read.status == 200 && read.body == Self.bytes)
        }
    }

    private func download(_ api: API, _ media: String) async throws {
        let path = "/api/waha/media?id=\(media)"
        let whole = try await api.get(path)
        #expect(whole.status == 200 && whole.bytes == Self.bytes)
        #expect(whole.header("content-type") == "image/png")
        let etag = try #require(whole.header("etag"))
        #expect(try await api.get(path, headers: [("If-None-Match", etag)]).status == 304)

        let part = try await api.get(path, headers: [("Range", "bytes=100-199")])
        #expect(part.status == 206 && part.bytes == Array(Self.bytes[100..<200]))
        #expect(part.header("content-range") == "bytes 100-199/\(Self.bytes.count)")
        let tail = try await api.get("/api/media/\(media)", headers: [("Range", "bytes=-7")])
        #expect(tail.status == 206 && tail.bytes == Array(Self.bytes.suffix(7)))
        #expect(try await api.get(path, headers: [("Range", "bytes=9999999-")]).status == 416)

        var stranger = api
        stranger.token = nil
        #expect(try await stranger.get(path).status == 401)
        #expect(try await api.get("/api/waha/media?id=nothing").status == 404)
        for (_, value) in whole.headers { #expect(!value.contains(Setup.wahaKey)) }
    }
}
