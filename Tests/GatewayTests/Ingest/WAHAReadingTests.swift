import Contracts
import JSON
import Testing

@testable import gateway

struct WAHATimeTests {
    @Test(arguments: [
        ("1767225600", 1_767_225_600_000), ("1767225600.25", 1_767_225_600_250), ("1767225600123", 1_767_225_600_123),
        (#""1767225600""#, 1_767_225_600_000), (#"{"low":1767225600,"high":0,"unsigned":true}"#, 1_767_225_600_000),
        (#"{"low":2000,"high":411,"unsigned":false}"#, 1_765_231_560_656),
    ])
    func `reads moments in every form`(json: String, milliseconds: Int64) throws {
        let document = try JSONDocument(json)
        #expect(WAHATime.read(document.root)?.milliseconds == milliseconds)
    }

    @Test(arguments: ["null", "0", "-5", #""soon""#, "{}", "1e300"])
    func `what is no moment is none`(json: String) throws {
        let document = try JSONDocument(json)
        #expect(WAHATime.read(document.root) == nil)
    }
}

struct WAHAMessageIDTests {
    @Test(arguments: [
        #"{"id":"true_15550002222@c.us_3EB0CC"}"#,
        #"{"id":{"fromMe":true,"remote":"15550002222@c.us","id":"3EB0CC","_serialized":"true_15550002222@c.us_3EB0CC"}}"#,
        #"{"id":{"fromMe":true,"remote":"15550002222@c.us","id":"3EB0CC"}}"#,
        #"{"id":{"fromMe":true,"remote":{"user":"15550002222","server":"c.us"},"id":"3EB0CC"}}"#,
        #"{"key":{"remoteJid":"15550002222@s.whatsapp.net","fromMe":true,"id":"3EB0CC"}}"#,
        #"{"_data":{"id":{"_serialized":"true_15550002222@c.us_3EB0CC"}}}"#,
        #"{"_data":{"Info":{"ID":"3EB0CC","Chat":"15550002222@s.whatsapp.net","IsFromMe":true}}}"#,
    ])
    func `finds the id in every engine's answer to a send`(json: String) throws {
        let id = try WAHAMessageID.read(JSONDocument(json).root)
        #expect(id?.text == "true_15550002222@c.us_3EB0CC")
        #expect(id?.bare == "3EB0CC")
    }

    @Test func `keeps the participant of a group's message`() throws {
        let json =
            #"{"key":{"remoteJid":"120363@g.us","fromMe":false,"id":"AB","participant":"15550002222:3@s.whatsapp.net"}}"#
        #expect(try WAHAMessageID.read(JSONDocument(json).root)?.text == "false_120363@g.us_AB_15550002222@c.us")
    }

    @Test(arguments: ["{}", #"{"id":7}"#, #"{"id":"true_x"}"#, #"{"key":{"id":"3EB0"}}"#])
    func `finds none where there is none`(json: String) throws {
        #expect(try WAHAMessageID.read(JSONDocument(json).root) == nil)
    }
}

struct WAHAAckTests {
    @Test(arguments: [
        (#""ack":-1"#, MessageStatus.failed), (#""ack":1"#, .sent), (#""ack":"2""#, .delivered), (#""ack":3"#, .read),
        (#""ack":4,"ackName":"UNKNOWN""#, .played), (#""ack":null,"ackName":"READ""#, .read),
    ])
    func `reads how far a message has come`(field: String, status: MessageStatus) throws {
        let json = #"{"id":"true_15550002222@c.us_3EB0CC",\#(field)}"#
        #expect(try WAHAAck(JSONDocument(json).root)?.status == status)
    }

    @Test(arguments: [
        #"{"id":"true_15550002222@c.us_3EB0CC","ack":0}"#, #"{"id":"true_15550002222@c.us_3EB0CC","ack":17}"#,
        #"{"id":"true_15550002222@c.us_3EB0CC","ack":null,"ackName":"UNKNOWN"}"#,
        #"{"id":"false_15550002222@c.us_3EB0CC","ack":2}"#, #"{"ack":3}"#,
    ])
    func `ignores what says nothing new`(json: String) throws {
        #expect(try WAHAAck(JSONDocument(json).root) == nil)
    }

    @Test func `hears that a message of theirs was read on another device`() throws {
        let ack = try WAHAAck(JSONDocument(#"{"id":"false_15550002222@c.us_3EB0CC","ack":3}"#).root)
        #expect(ack?.status == .read)
        #expect(ack?.id.fromMe == false)
    }
}

struct WAHASessionReportTests {
    @Test func `takes the newest state whatever the order`() throws {
        let json = """
            {"name":"a","status":"STARTING","statuses":[{"status":"WORKING","timestamp":1767225600000},
            {"status":"STARTING","timestamp":1767225599000},{"status":"SCAN_QR_CODE","timestamp":1767225599500}]}
            """
        let report = try WAHASessionReport(JSONDocument(json).root, told: nil)
        #expect(report?.status == "WORKING")
        #expect(report?.at?.milliseconds == 1_767_225_600_000)
    }

    @Test func `without a history takes the state and the time of the event`() throws {
        let told = Timestamp(milliseconds: 5)
        let report = try WAHASessionReport(JSONDocument(#"{"status":"SOMETHING_NEW"}"#).root, told: told)
        #expect(report?.status == "SOMETHING_NEW")
        #expect(report?.at == told)
    }
}
