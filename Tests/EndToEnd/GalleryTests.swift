import Foundation
import JSON
import Testing

/// Files that staff bring in: from a form, made small, kept in the gallery, and sent.
@Suite(.serialized, .timeLimit(.minutes(5))) struct GalleryTests {
    @Test func `a picture is uploaded once, shown small, and sent twice from the gallery`() async throws {
        try await System.run { system in
            let api = try await system.signIn()
            let bytes = Self.picture(width: 800, height: 400)
            let media = try await upload(api, bytes)
            try await isShownSmall(api, media)
            let item = try await api.value(
                api.post("/api/gallery", ["mediaId": media, "title": "Timetable", "tags": ["prices"]])
            )
            #expect(item["type"].string == "image" && item["uploadedBy"].string != nil)
            #expect(try await api.post("/api/gallery", ["mediaId": media, "title": "Again"]).status == 409)
            let found = try await api.value(api.get("/api/gallery?search=PRICE&type=image"))
            let id = try #require(found["items"][0]["media"]["id"].string)
            try await send(id, to: ["60123450021", "60123450022"], api, system)
            #expect(try await api.get("/api/media/\(id)").bytes == bytes)
            let path = "/api/gallery/\(try #require(item["id"].string))"
            #expect(try await api.send("DELETE", path).status == 204)
            #expect(try await api.get(path).status == 404)
        }
    }

    @Test func `recordings become voice notes, and what cannot be had is refused`() async throws {
        try await System.run { system in
            let api = try await system.signIn()
            let recording = Self.recording(seconds: 1)
            let reply = try await api.send("POST", "/api/media?filename=memo.wav", recording)
            let media = try #require(try api.value(reply)["id"].string)
            let note = try await api.value(api.post("/api/media/\(media)/voice"))
            #expect(note["mimetype"].string == "audio/ogg; codecs=opus" && note["filename"].string == "memo.ogg")
            let id = try #require(note["id"].string)
            #expect(id != media)
            try await leavesAsNote(media, note: id, api, system)
            #expect(try await api.value(api.post("/api/media/\(media)/voice"))["id"].string == id)
            #expect(try await api.value(api.post("/api/media/\(id)/voice"))["id"].string == id)
            #expect(try await api.value(api.post("/api/media/\(id)/retry"))["state"].string == "ready")
            #expect(try await api.get("/api/media/\(id)/thumbnail").code == "no_thumbnail")
            let local = try await api.post(
                "/api/media/fetch",
                ["url": "http://127.0.0.1:\(system.httpPort)/api/version"]
            )
            #expect(local.status == 422 && local.fields == ["url"])
            #expect(try await api.post("/api/media/nothing/retry").status == 404)
            let kept = try await api.value(api.put("/api/media/retention", ["voice": 30]))
            #expect(kept["voice"].int == 30 && kept["image"].int == nil)
            #expect(try await api.put("/api/media/retention", ["image": 0]).fields == ["image"])
            #expect(try await api.value(api.get("/api/media/retention"))["voice"].int == 30)
        }
    }

    /// A recording is sent as the voice note that was made of it, and WAHA has nothing left to convert.
    private func leavesAsNote(_ media: String, note: String, _ api: API, _ system: System) async throws {
        let fields: API.Fields = ["to": "60123450023", "type": "voice", "file": ["mediaId": media]]
        let sent = try await api.value(api.post("/api/waha/messages/send", fields))
        #expect(sent["message"]["media"]["id"].string == note)
        let asked = try await eventually("it is sent") {
            let items = try await system.waha.sent()["items"].array
            return items.isEmpty ? nil : items
        }
        #expect(asked.map { $0["endpoint"].string } == ["POST /api/sendVoice"])
        #expect(asked[0]["request"]["convert"].bool == false)
        #expect(asked[0]["request"]["file"]["mimetype"].string == "audio/ogg; codecs=opus")
        let text: API.Fields = ["data": "SGVsbG8=", "mimetype": "audio/ogg"]
        let refused = try await api.post(
            "/api/waha/messages/send",
            ["to": "60123450023", "type": "voice", "file": text]
        )
        #expect(refused.status == 422 && refused.code == "media_unreadable")
    }

    private func upload(_ api: API, _ bytes: [UInt8]) async throws -> String {
        let head = "--line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"Plan für May.bmp\"\r\n\r\n"
        let body = Array(head.utf8) + bytes + Array("\r\n--line--\r\n".utf8)
        let form = [("Content-Type", "multipart/form-data; boundary=line")]
        let object = try await api.value(api.send("POST", "/api/media", body, headers: form))
        #expect(object["state"].string == "ready" && object["size"].int == bytes.count)
        #expect(object["filename"].string == "Plan für May.bmp")
        let media = try #require(object["id"].string)
        let info = try await api.value(api.get("/api/media/\(media)/info"))
        #expect(info["sha256"].string == object["sha256"].string && info["createdAt"].string != nil)
        return media
    }

    private func isShownSmall(_ api: API, _ media: String) async throws {
        for (query, size) in [("?size=96", [96, 48]), ("", [320, 160])] {
            let small = try await api.get("/api/media/\(media)/thumbnail\(query)")
            #expect(small.status == 200 && small.header("content-type") == "image/png", "\(small.text)")
            #expect(Self.size(ofPNG: small.bytes) == size)
            let etag = try #require(small.header("etag"))
            let again = try await api.get(
                "/api/media/\(media)/thumbnail\(query)",
                headers: [("If-None-Match", etag)]
            )
            #expect(again.status == 304)
        }
        #expect(try await api.get("/api/media/\(media)/thumbnail?size=97").fields == ["size"])
    }

    private func send(_ media: String, to phones: [String], _ api: API, _ system: System) async throws {
        for phone in phones {
            let fields: API.Fields = ["to": phone, "type": "image", "file": ["mediaId": media], "caption": "May"]
            let sent = try await api.value(api.post("/api/waha/messages/send", fields))
            #expect(sent["message"]["media"]["id"].string == media)
        }
        let kinds = try await eventually("both are sent") {
            let items = try await system.waha.sent()["items"].array
            return items.count == phones.count ? items.map { $0["kind"].string } : nil
        }
        #expect(kinds == phones.map { _ in "image" })
    }

    /// An uncompressed picture of one colour.
    /// - Source: BITMAPFILEHEADER and BITMAPINFOHEADER of Windows.
    private static func picture(width: Int, height: Int) -> [UInt8] {
        let pixels = [UInt8](repeating: 90, count: (width * 3 + 3) / 4 * 4 * height)
        let head = little(54 + pixels.count, 4) + little(0, 4) + little(54, 4)
        let info = little(40, 4) + little(width, 4) + little(height, 4) + little(1, 2) + little(24, 2)
        return Array("BM".utf8) + head + info + [UInt8](repeating: 0, count: 24) + pixels
    }

    /// Silence, 8,000 samples of 16 bits a second.
    private static func recording(seconds: Int) -> [UInt8] {
        let samples = [UInt8](repeating: 0, count: seconds * 16_000)
        let format = little(16, 4) + little(1, 2) + little(1, 2) + little(8000, 4) + little(16_000, 4)
        let head = Array("WAVEfmt ".utf8) + format + little(2, 2) + little(16, 2) + Array("data".utf8)
        let body = head + little(samples.count, 4) + samples
        return Array("RIFF".utf8) + little(body.count, 4) + body
    }

    private static func little(_ number: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }

    /// Width and height.
    private static func size(ofPNG bytes: [UInt8]) -> [Int] {
        guard bytes.count >= 24 else { return [] }
        return stride(from: 16, to: 24, by: 4).map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    }
}
