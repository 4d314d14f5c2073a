import Contracts
import JSON
import Testing

@testable import gateway

/// What changes other messages, in the shapes of the three engines.
struct WAHAAlterationTests {
    private let channel = ChannelID(trusted: "line")

    private func reading(_ event: String, _ payload: String, engine: String = "GOWS") throws -> WebhookReading {
        let json =
            #"{"id":"evt_1","event":"\#(event)","session":"default","engine":"\#(engine)","timestamp":1767225600123,"payload":\#(payload)}"#
        let envelope = try #require(try WAHAEnvelope(JSONDocument(json).root))
        return WebhookReading(envelope, channel: channel, now: Timestamp(milliseconds: 1_767_225_600_500))
    }

    private func alteration(_ event: String, _ payload: String) throws -> MessageAltered? {
        guard case .altered(let alteration) = try reading(event, payload).fact else { return nil }
        return alteration
    }

    private func message(_ event: String, _ payload: String, engine: String = "GOWS") throws -> MessageReceived? {
        guard case .message(let message) = try reading(event, payload, engine: engine).fact else { return nil }
        return message
    }

    @Test(arguments: ["true_15550002222@c.us_3EB0CC", "false_15550002222@c.us_3EB0CC", "3EB0CC"])
    func `a reaction names its message by bare id, whatever stands around it`(target: String) throws {
        let payload = """
            {"id":"false_15550002222@c.us_3EB0EE","timestamp":1767225600,"from":"15550002222@c.us","fromMe":false,
            "participant":null,"reaction":{"text":"👍","messageId":"\(target)"}}
            """
        let told = try #require(try alteration("message.reaction", payload))
        #expect(told.kind == .reaction && told.target == "3EB0CC" && told.text == "👍")
        #expect(told.by == MessageActor(fromMe: false, chatId: told.chat, phoneNumber: "+15550002222"))
        // Within the second it stands where WAHA told it.
        #expect(told.at.milliseconds == 1_767_225_600_123)
    }

    @Test func `a reaction taken back has no text, in groups its sender is named`() throws {
        let payload = """
            {"id":"false_120363@g.us_3EB0EE_987654321@lid","timestamp":1767225600.5,"from":"120363@g.us","fromMe":false,
            "participant":"987654321@lid","reaction":{"text":"","messageId":"true_120363@g.us_3EB0CC"},
            "_data":{"Info":{"SenderAlt":"15550002222:3@s.whatsapp.net","PushName":"Ann"}}}
            """
        let told = try #require(try alteration("message.reaction", payload))
        #expect(told.text == "" && told.by.name == "Ann" && told.by.phoneNumber == "+15550002222")
        #expect(told.at.milliseconds == 1_767_225_600_500)
    }

    @Test(arguments: [
        #"{"id":"false_1@c.us_3EB0FF","timestamp":1,"body":"new","editedMessageId":"3EB0CC"}"#,
        #"{"id":"false_1@c.us_3EB0CC","timestamp":1,"body":"new"}"#,
    ])
    func `an edit has the new text`(payload: String) throws {
        let told = try #require(try alteration("message.edited", payload))
        #expect(told.kind == .edit && told.target == "3EB0CC" && told.text == "new" && !told.by.fromMe)
    }

    @Test(arguments: [
        #"{"revokedMessageId":"3EB0CC","after":{"id":"false_1@c.us_3EB0FF","timestamp":1},"before":null,"_data":{}}"#,
        #"{"after":{"id":"false_1@c.us_3EB0FF"},"before":{"id":"false_1@c.us_3EB0CC"}}"#,
        #"{"revokedMessageId":null,"after":{"id":{"fromMe":false,"remote":"1@c.us","id":"3EB0CC"}},"before":null}"#,
        #"{"before":{"id":"false_1@c.us_3EB0CC"},"after":null}"#,
    ])
    func `a revocation names its message in one of several places`(payload: String) throws {
        let told = try #require(try alteration("message.revoked", payload))
        #expect(told.kind == .revocation && told.target == "3EB0CC")
    }

    @Test func `a vote is all that its voter has chosen`() throws {
        let vote = """
            {"vote":{"id":"false_15550002222@c.us_3EB0EE","from":"15550002222@c.us","to":"me","fromMe":false,
            "selectedOptions":["A"],"timestamp":1767225600123},
            "poll":{"id":"true_15550002222@c.us_3EB0CC","from":"me","to":"15550002222@c.us","fromMe":true},"_data":{}}
            """
        let told = try #require(try alteration("poll.vote", vote))
        #expect(told.kind == .vote && told.target == "3EB0CC" && told.options == ["A"])
        #expect(told.by.phoneNumber == "+15550002222" && told.at.milliseconds == 1_767_225_600_123)
        let own =
            #"{"vote":{"id":"true_1@c.us_B","from":"me","fromMe":true,"selectedOptions":null,"timestamp":1},"poll":{"id":"false_1@c.us_A"}}"#
        let cleared = try #require(try alteration("poll.vote", own))
        #expect(cleared.by.fromMe && cleared.options == [])
    }

    @Test func `a call is a message that its end changes`() throws {
        let payload = #"{"id":"c_1","from":"15550002222@c.us","timestamp":1767225600.4,"isVideo":true,"isGroup":false}"#
        let call = try #require(try message("call.received", payload))
        #expect(call.type == .call && call.content?.call == MessageCall(video: true, outcome: .ringing))
        for (event, outcome) in [("call.accepted", "accepted"), ("call.rejected", "missed")] {
            let told = try #require(try alteration(event, payload))
            #expect(told.target == call.providerId.bare && told.text == outcome && told.chat == call.chat)
        }
    }

    @Test func `changes of a group are notices, once`() throws {
        let payload = """
            {"type":"join","timestamp":1767225600000,"group":{"id":"120363@g.us"},
            "participants":[{"id":"987654321@lid","pn":"15550002222@c.us","role":"participant"}]}
            """
        let notice = try #require(try message("group.v2.participants", payload))
        #expect(notice.type == .notice && notice.chat.kind == .group)
        #expect(notice.content?.notice?.kind == .joined)
        #expect(notice.content?.notice?.people.map(\.text) == ["15550002222@c.us"])
        #expect(try message("group.v2.participants", payload)?.providerId == notice.providerId)
        // The others tell it as a message as well.
        #expect(try message("group.v2.participants", payload, engine: "WEBJS") == nil)
        let named = #"{"timestamp":1,"group":{"id":"120363@g.us","subject":"Yoga"}}"#
        #expect(try message("group.v2.update", named)?.content?.notice?.text == "Yoga")
    }

    @Test(arguments: ["message.reaction", "message.edited", "message.revoked", "poll.vote", "call.received"])
    func `what cannot be read is counted as such`(event: String) throws {
        let reading = try reading(event, #"{"id":"nonsense"}"#)
        #expect(reading.fact == nil && reading.meaning == .unreadable)
    }
}
