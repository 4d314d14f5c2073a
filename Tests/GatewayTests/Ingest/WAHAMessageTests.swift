import Contracts
import JSON
import Testing

@testable import gateway

struct WAHAMessageTests {
    private func read(_ json: String) throws -> WAHAMessageReading {
        try WAHAMessage.read(JSONDocument(json).root)
    }

    private func message(_ json: String) throws -> WAHAMessage? {
        guard case .message(let message) = try read(json) else { return nil }
        return message
    }

    /// One incoming text by hidden id, as the three engines tell it.
    private static let incoming = [
        """
        {"id":"false_987654321@lid_3EB0DD","timestamp":1767225600,"from":"987654321@lid","to":null,"fromMe":false,
        "source":"app","body":"Hi","hasMedia":false,"media":null,"ack":2,"ackName":"DEVICE","_data":{"Info":{
        "Chat":"987654321@lid","Sender":"987654321:3@lid","SenderAlt":"15550002222:3@s.whatsapp.net","RecipientAlt":"",
        "IsFromMe":false,"IsGroup":false,"ID":"3EB0DD","Type":"text","PushName":"Ann"},"Message":{"conversation":"Hi"}}}
        """,
        """
        {"id":"false_987654321@lid_3EB0DD","timestamp":1767225600,"from":"987654321@lid","fromMe":false,"source":"app",
        "body":"Hi","hasMedia":false,"media":null,"ack":2,"_data":{"key":{"remoteJid":"987654321@lid",
        "remoteJidAlt":"15550002222@s.whatsapp.net","fromMe":false,"id":"3EB0DD"},"messageTimestamp":1767225600,
        "pushName":"Ann","message":{"conversation":"Hi","messageContextInfo":{}}}}
        """,
        """
        {"id":"false_987654321@lid_3EB0DD","timestamp":1767225600,"from":"987654321@lid","to":"15550001111@c.us",
        "fromMe":false,"source":"app","body":"Hi","hasMedia":false,"ack":1,"_data":{"id":{"fromMe":false,
        "remote":"987654321@lid","id":"3EB0DD","_serialized":"false_987654321@lid_3EB0DD"},"type":"chat","t":1767225600,
        "notifyName":"Ann","from":"987654321@lid","to":"15550001111@c.us","body":"Hi","ack":1}}
        """,
    ]

    @Test(arguments: zip(incoming, ["+15550002222", "+15550002222", nil]))
    func `reads one text as three engines tell it`(json: String, phone: String?) throws {
        let message = try #require(try message(json))
        #expect(message.id.bare == "3EB0DD")
        #expect(message.chat.text == "987654321@lid")
        #expect(message.chatPhone == phone)
        #expect(message.sender == MessageSender(chatId: message.chat, name: "Ann", phoneNumber: phone))
        #expect(message.kind == .text)
        #expect(message.body == "Hi")
        #expect(message.timestamp?.milliseconds == 1_767_225_600_000)
        #expect(message.source == nil)
        #expect(message.media == nil)
    }

    @Test(arguments: [(123, 123), (5_000, 999), (-20, 0)])
    func `messages of one second are told apart by when WAHA told them`(told: Int64, within: Int64) throws {
        let second: Int64 = 1_767_225_600_000
        let message = try #require(try message(Self.incoming[0]))
        let event = message.received(on: ChannelID(trusted: "c"), told: Timestamp(milliseconds: second + told))
        #expect(event.timestamp.milliseconds == second + within)
    }

    @Test(arguments: [
        #""from":"15550002222@c.us","to":null,"ack":1"#, #""from":"15550002222@c.us","ack":1"#,
        #""from":"15550001111@c.us","to":"15550002222@c.us","ack":0"#,
    ])
    func `the chat of an own message is the other side on every engine`(fields: String) throws {
        let json = """
            {"id":"true_15550002222@c.us_3EB0CC","timestamp":1767225600,\(fields),"fromMe":true,"source":"api","body":"Hi",
            "hasMedia":false,"media":null}
            """
        let message = try #require(try message(json))
        #expect(message.chat.text == "15550002222@c.us")
        #expect(message.chatPhone == "+15550002222")
        #expect(message.sender == nil)
        #expect(message.source == .api)
    }

    @Test func `reads a picture in a group by hidden id that answers one of ours`() throws {
        let message = try #require(
            try message(
                """
                {"id":"false_120363000000000000@g.us_3A5F_987654321@lid","timestamp":1767225600,
                "from":"120363000000000000@g.us","fromMe":false,"to":"987654321@lid","participant":"987654321@lid",
                "body":"see this","hasMedia":true,"media":{"url":"http://waha:3000/api/files/acme/3A5F.jpeg",
                "mimetype":"image/jpeg","filename":null},"replyTo":{"id":"3EB0CC","body":"Which one?"},
                "_data":{"Info":{"Chat":"120363000000000000@g.us","Sender":"987654321:3@lid",
                "SenderAlt":"15550002222:3@s.whatsapp.net","IsGroup":true,"ID":"3A5F","PushName":"Ann"},
                "Message":{"imageMessage":{"mimetype":"image/jpeg","JPEGThumbnail":"/9j/"}}}}
                """
            )
        )
        #expect(message.chat.kind == .group)
        #expect(message.chatPhone == nil)
        #expect(message.sender?.chatId.text == "987654321@lid")
        #expect(message.sender?.phoneNumber == "+15550002222")
        #expect(message.kind == .image)
        #expect(message.quotedId == "3EB0CC")
        #expect(message.media?.url == "http://waha:3000/api/files/acme/3A5F.jpeg")
    }

    @Test(arguments: [
        (#"{"url":"http://w/f","mimetype":"image/jpeg","error":null}"#, true, nil as String?),
        (#"{"url":null,"mimetype":"image/jpeg","filename":"a.jpg"}"#, false, nil),
        ("null", false, nil),
        (#"{"url":null,"error":{"message":"gone"}}"#, false, "gone"),
        (#"{"url":null,"error":"gone"}"#, false, "gone"),
        (#"{"url":null,"error":{"code":1}}"#, false, "WAHA could not fetch the file."),
    ])
    func `knows every state of a file`(media: String, hasURL: Bool, error: String?) throws {
        let json = #"{"id":"false_1@c.us_A","timestamp":1,"hasMedia":true,"media":\#(media),"_data":{"type":"image"}}"#
        let message = try #require(try message(json))
        #expect(message.kind == .image)
        #expect((message.media?.url != nil) == hasURL)
        #expect(message.media?.error == error)
    }

    @Test func `one message has one file id, whatever chat it is told under`() throws {
        let channel = ChannelID(trusted: "c1")
        let files = try ["false_1@c.us_A", "false_9@lid_A", "true_1@c.us_A"].map { id in
            let json = #"{"id":"\#(id)","timestamp":1,"hasMedia":true,"media":null,"_data":{"type":"image"}}"#
            return try message(json)?.received(on: channel, told: Timestamp(milliseconds: 1)).media?.id
        }
        #expect(files[0] != nil)
        #expect(files[0] == files[1])
        #expect(files[0] != files[2])
    }

    @Test func `a location's body is its place and never its thumbnail`() throws {
        let json = """
            {"id":"false_1@c.us_A","timestamp":1,"body":"/9j/4AAQ","location":{"latitude":"3.1569","longitude":"101.5899",
            "name":"Kota Damansara"},"_data":{"type":"location"}}
            """
        let message = try #require(try message(json))
        #expect(message.kind == .location)
        #expect(message.body == "Kota Damansara\n3.1569,101.5899")
    }

    @Test(arguments: [
        #"{"id":"false_1@c.us_A","timestamp":1,"body":"","_data":{"type":"protocol"}}"#,
        #"{"id":"false_1@c.us_A","timestamp":1,"body":null,"_data":{"type":"notification_template"}}"#,
        #"{"id":"false_1@c.us_A","timestamp":1,"_data":{"type":"gp2"}}"#,
        #"{"id":"false_1@c.us_A","timestamp":1,"_data":{"message":{"protocolMessage":{"type":0}}}}"#,
        #"{"id":"false_1@c.us_A","timestamp":1,"_data":{"Message":{"reactionMessage":{"text":"x"}}}}"#,
        #"{"id":"false_1@c.us_A","timestamp":1,"_data":{"key":{},"messageStubType":"VERIFIED_TRANSITION"}}"#,
    ])
    func `what nobody wants to see belongs in no thread`(json: String) throws {
        #expect(try read(json) == .dropped(.notification))
    }

    @Test(arguments: [
        #"{"id":"false_1@c.us_A","timestamp":1,"_data":{"type":"ciphertext"}}"#,
        #"{"id":"false_1@c.us_A","timestamp":1,"_data":{"key":{},"messageStubType":"CIPHERTEXT"}}"#,
    ])
    func `what is still encrypted is waited for, since it comes again under its id`(json: String) throws {
        #expect(try read(json) == .dropped(.encrypted))
    }

    @Test func `stories and nothing at all are dropped, and ids that are none reported`() throws {
        #expect(try read(#"{"id":"false_status@broadcast_A_1@c.us","body":"x"}"#) == .dropped(.story))
        #expect(try read(#"{"id":"false_1@c.us_A","body":""}"#) == .dropped(.empty))
        #expect(try read(#"{"id":"nonsense","body":"x"}"#) == .unreadable)
        #expect(try read("[]") == .unreadable)
    }
}
