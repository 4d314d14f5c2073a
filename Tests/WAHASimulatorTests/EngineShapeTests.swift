import Testing

@testable import waha_simulator

/// The shapes in which the three engines differ, against the fact sheet's own examples.
@Suite struct EngineShapeTests {
    private func scene(_ engine: Engine) -> Scene {
        let account = Account(phone: "15550001111", lid: "111222333", pushName: "Acme")
        return Scene(session: "acme", engine: engine, account: account, baseURL: "http://waha:3000")
    }

    private func own(_ content: Content = .text("Hi")) -> Message {
        Message(
            bareID: "3EB0CC",
            chat: .phone("15550002222"),
            fromMe: true,
            milliseconds: 1_767_225_600_000,
            source: .api,
            ack: .server,
            content: content
        )
    }

    private func text(_ body: Body) -> String { String(decoding: body.bytes, as: UTF8.self) }

    @Test func `GOWS answers a send with a text for id`() {
        let body = Engine.gows.shape.accepted(own(), scene(.gows))
        #expect(body["id"].string == "true_15550002222@c.us_3EB0CC")
        #expect(body["_data"]["Info"]["ID"].string == "3EB0CC")
        #expect(body["_data"]["Info"]["Chat"].string == "15550002222@s.whatsapp.net")
    }

    @Test func `NOWEB answers a send with a key and no id`() {
        let body = Engine.noweb.shape.accepted(own(), scene(.noweb))
        #expect(body["id"].isNothing)
        #expect(body["key"]["id"].string == "3EB0CC")
        #expect(body["key"]["remoteJid"].string == "15550002222@s.whatsapp.net")
        #expect(body["messageTimestamp"].string == "1767225600")
        #expect(body["message"]["extendedTextMessage"]["text"].string == "Hi")
    }

    @Test func `NOWEB may write the time as a long object`() {
        var scene = scene(.noweb)
        scene.writesLongTimestamps = true
        #expect(Engine.noweb.shape.accepted(own(), scene)["messageTimestamp"]["low"].int == 1_767_225_600)
    }

    @Test func `WEBJS answers a send with an object for id`() {
        let body = Engine.webjs.shape.accepted(own(), scene(.webjs))
        #expect(body["id"]["_serialized"].string == "true_15550002222@c.us_3EB0CC")
        #expect(body["id"]["remote"].string == "15550002222@c.us")
        #expect(body["from"].string == "15550001111@c.us")
    }

    @Test func `WEBJS may lack the serialized id`() {
        var scene = scene(.webjs)
        scene.omitsSerialized = true
        let body = Engine.webjs.shape.accepted(own(), scene)
        #expect(body["id"]["_serialized"].isNothing)
        #expect(body["id"]["id"].string == "3EB0CC")
    }

    @Test func `own direct messages name the peer as sender but on WEBJS`() {
        let gows = Engine.gows.shape.message(own(), scene(.gows))
        #expect(gows["from"].string == "15550002222@c.us")
        #expect(text(gows).contains(#""to":null,"participant":null"#))
        let noweb = Engine.noweb.shape.message(own(), scene(.noweb))
        #expect(noweb["from"].string == "15550002222@c.us")
        #expect(!text(noweb).contains(#""to":"#))
        let webjs = Engine.webjs.shape.message(own(), scene(.webjs))
        #expect(webjs["from"].string == "15550001111@c.us")
        #expect(webjs["to"].string == "15550002222@c.us")
    }

    @Test func `a group message of a hidden sender is told as in the fact sheet`() {
        var message = own(.text("see this"))
        message.bareID = "3A5F0011223344556677"
        message.chat = .group("120363000000000000")
        message.participant = .lid("987654321")
        message.fromMe = false
        message.alternativeJID = "15550002222:3@s.whatsapp.net"
        let body = Engine.gows.shape.message(message, scene(.gows))
        #expect(body["id"].string == "false_120363000000000000@g.us_3A5F0011223344556677_987654321@lid")
        #expect(body["to"].string == "987654321@lid")
        let info = body["_data"]["Info"]
        #expect(info["SenderAlt"].string == "15550002222:3@s.whatsapp.net")
        #expect(info["Sender"].string == "987654321:3@lid")
        #expect(info["AddressingMode"].string == "lid")
        let key = Engine.noweb.shape.message(message, scene(.noweb))["_data"]["key"]
        #expect(key["participantAlt"].string == "15550002222:3@s.whatsapp.net")
        #expect(key["remoteJidAlt"].isNothing)
        let webjs = Engine.webjs.shape.message(message, scene(.webjs))
        #expect(webjs["to"].string == "15550001111@c.us")
        #expect(webjs["participant"].string == "987654321@lid")
    }

    @Test func `voice notes are spelled by engine`() {
        let message = own(.file(Samples.file(.voice), caption: nil))
        let gows = Engine.gows.shape.raw(message, scene(.gows))["Message"]["audioMessage"]
        #expect(gows["PTT"].flag == true)
        #expect(gows["URL"].string != nil)
        let noweb = Engine.noweb.shape.raw(message, scene(.noweb))["message"]["audioMessage"]
        #expect(noweb["ptt"].flag == true)
        #expect(Engine.webjs.shape.raw(message, scene(.webjs))["type"].string == "ptt")
    }

    @Test func `a place is told in texts`() {
        let message = own(.place(Place(latitude: 3.1569, longitude: 101.5899, name: "Kota Damansara")))
        for engine in Engine.allCases {
            let location = engine.shape.message(message, scene(engine))["location"]
            #expect(location["latitude"].string == "3.1569")
            #expect(location["live"].flag == false)
        }
    }

    @Test(arguments: [
        (
            MediaFile.State.downloadable,
            #"{"url":"http://waha:3000/api/files/acme/3EB0CC.jpeg","mimetype":"image/jpeg""#
        ),
        (.skipped, #"{"url":null,"mimetype":"image/jpeg""#), (.missing, "null"),
        (.failed, #""error":{"message":"#), (.foreign, "http://localhost:3000/foreign/acme/3EB0CC.jpeg?X-Amz"),
        (.wrongAuthority, "http://waha.internal:3000/api/files/acme/3EB0CC.jpeg"),
    ])
    func `media comes in the states the fact sheet lists`(state: MediaFile.State, wanted: String) {
        var file = Samples.file(.image)
        file.state = state
        let body = Engine.gows.shape.message(own(.file(file, caption: nil)), scene(.gows))
        #expect(body["hasMedia"].flag == true)
        #expect(text(body["media"]).contains(wanted))
    }

    @Test func `NOWEB calls a delivery in a group SERVER and hides the reader`() {
        var message = own()
        message.chat = .group("120363000000000000")
        let body = Engine.noweb.shape.ack(message, .device, by: .phone("15550002222"), scene(.noweb))
        #expect(body["ack"].int == 1)
        #expect(body["_data"]["receipt"]["userJid"].string == "15550002222@s.whatsapp.net")
        let gows = Engine.gows.shape.ack(message, .device, by: .phone("15550002222"), scene(.gows))
        #expect(gows["participant"].string == "15550002222@c.us")
        #expect(gows["_data"]["MessageIDs"].items.first?.string == "3EB0CC")
    }
}
