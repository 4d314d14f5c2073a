import Contracts
import JSON
import Testing

@testable import gateway

struct WAHAKindTests {
    private func kind(_ data: String, _ fields: String = "") throws -> MessageKind? {
        let json = #"{"id":"false_1@c.us_A","timestamp":1\#(fields),"_data":\#(data)}"#
        guard case .message(let message) = try WAHAMessage.read(JSONDocument(json).root) else { return nil }
        return message.kind
    }

    @Test(arguments: [
        ("image", MessageKind.image), ("video", .video), ("ptv", .video), ("audio", .audio), ("ptt", .voice),
        ("document", .document), ("sticker", .sticker), ("vcard", .contact), ("multi_vcard", .contact),
        ("poll_creation", .poll), ("list_response", .list), ("buttons_response", .buttons), ("product", .product),
        ("groups_v4_invite", .invite), ("album", .album), ("call_log", .call), ("revoked", .revoked),
        ("oversized", .unsupported), ("brand_new_type", .unsupported),
    ])
    func `knows WEBJS by its type`(type: String, expected: MessageKind) throws {
        #expect(try kind(#"{"type":"\#(type)"}"#) == expected)
    }

    @Test(arguments: [
        #"{"message":{"hologramMessage":{}}}"#, #"{"Info":{"ID":"A"},"Message":{"hologramMessage":{}}}"#,
        #"{"type":"brand_new_type"}"#,
    ])
    func `what is new is shown as such, also when it has words`(data: String) throws {
        let json = #"{"id":"false_1@c.us_A","timestamp":1,"body":"Look!","_data":\#(data)}"#
        guard case .message(let message) = try WAHAMessage.read(JSONDocument(json).root) else {
            Issue.record("dropped")
            return
        }
        #expect(message.kind == .unsupported && message.body == "Look!")
        let raw = try JSONDocument(#require(message.content?.raw)).root
        #expect(raw["body"].string == "Look!" && raw["_data"].isObject)
        #expect(try kind(#"{"message":{"conversation":"Hi","somethingBeside":{}}}"#, #","body":"Hi""#) == .text)
        #expect(try kind(#"{"type":"chat"}"#, #","body":"Hi""#) == .text)
    }

    @Test func `what is kept of something new is bounded`() throws {
        func raw(_ hologram: String) throws -> String? {
            let json = #"{"id":"false_1@c.us_A","_data":{"message":{"hologramMessage":\#(hologram)}}}"#
            guard case .message(let message) = try WAHAMessage.read(JSONDocument(json).root) else { return nil }
            return message.content?.raw
        }
        let thumbnail = String(repeating: "x", count: 100_000)
        let kept = try #require(try raw(#"{"thumbnail":"\#(thumbnail)","depth":3}"#))
        #expect(kept.utf8.count < 2_000 && kept.contains(#""depth":3"#))
        let numbers = (0..<20_000).map(String.init).joined(separator: ",")
        #expect(try raw("[\(numbers)]") == nil)
        let nested = String(repeating: #"{"a":"#, count: 200) + "1" + String(repeating: "}", count: 200)
        #expect(try #require(try raw(nested)).utf8.count < 1_000)
    }

    @Test func `knows a GIF by its mark`() throws {
        #expect(try kind(#"{"type":"video","isGif":true}"#) == .gif)
        #expect(try kind(#"{"message":{"videoMessage":{"gifPlayback":true}}}"#) == .gif)
    }

    private static let contents: [(String, MessageKind)] = [
        (#"{"imageMessage":{}}"#, .image), (#"{"videoMessage":{}}"#, .video), (#"{"ptvMessage":{}}"#, .video),
        (#"{"audioMessage":{}}"#, .audio), (#"{"audioMessage":{"ptt":true}}"#, .voice),
        (#"{"audioMessage":{"PTT":true}}"#, .voice), (#"{"documentMessage":{}}"#, .document),
        (#"{"stickerMessage":{}}"#, .sticker), (#"{"locationMessage":{}}"#, .location),
        (#"{"liveLocationMessage":{}}"#, .location), (#"{"contactMessage":{}}"#, .contact),
        (#"{"contactsArrayMessage":{}}"#, .contact), (#"{"pollCreationMessageV3":{}}"#, .poll),
        (#"{"eventMessage":{}}"#, .event), (#"{"listResponseMessage":{}}"#, .list),
        (#"{"templateButtonReplyMessage":{}}"#, .buttons), (#"{"orderMessage":{}}"#, .product),
        (#"{"groupInviteMessage":{}}"#, .invite), (#"{"albumMessage":{}}"#, .album),
        (#"{"hologramMessage":{}}"#, .unsupported),
        (#"{"messageContextInfo":{},"imageMessage":{}}"#, .image),
        (#"{"senderKeyDistributionMessage":{},"stickerMessage":{}}"#, .sticker),
        (#"{"ephemeralMessage":{"message":{"imageMessage":{}}}}"#, .image),
        (#"{"viewOnceMessageV2":{"message":{"videoMessage":{}}}}"#, .video),
        (#"{"documentWithCaptionMessage":{"message":{"documentMessage":{}}}}"#, .document),
        (#"{"deviceSentMessage":{"message":{"ephemeralMessage":{"message":{"audioMessage":{}}}}}}"#, .audio),
        (#"{"associatedChildMessage":{"message":{"imageMessage":{}}}}"#, .image),
        (#"{"lottieStickerMessage":{"message":{"stickerMessage":{}}}}"#, .sticker),
    ]

    @Test(arguments: contents)
    func `knows GOWS and NOWEB by the key of the content`(content: String, expected: MessageKind) throws {
        #expect(try kind(#"{"message":\#(content)}"#) == expected)
        #expect(try kind(#"{"Info":{"ID":"A"},"Message":\#(content)}"#) == expected)
    }

    @Test(arguments: [
        (#","hasMedia":true,"media":{"mimetype":"image/png"}"#, MessageKind.image),
        (#","hasMedia":true,"media":{"mimetype":"audio/ogg; codecs=opus"}"#, .audio),
        (#","hasMedia":true,"media":null"#, .document), (#","vCards":["BEGIN:VCARD"]"#, .contact),
        (#","location":{"latitude":1,"longitude":2}"#, .location), (#","body":"Hi""#, .text),
    ])
    func `without a word of the engine goes by what WAHA made of it`(fields: String, expected: MessageKind) throws {
        #expect(try kind("null", fields) == expected)
    }

    @Test func `the answer to a list or a poll has words although its body is empty`() throws {
        let list = #"{"id":"false_1@c.us_A","_data":{"message":{"listResponseMessage":{"title":"Yoga"}}}}"#
        let poll = #"{"id":"false_1@c.us_A","_data":{"Message":{"pollCreationMessage":{"name":"Which class?"}}}}"#
        for (json, body) in [(list, "Yoga"), (poll, "Which class?")] {
            guard case .message(let message) = try WAHAMessage.read(JSONDocument(json).root) else {
                Issue.record("dropped: \(json)")
                continue
            }
            #expect(message.body == body)
        }
    }
}
