import Contracts
import Foundation
import Testing

struct AddressTests {
    @Test(arguments: [
        ("60123456789@c.us", "60123456789@c.us", ChatID.Kind.phone),
        ("60123456789:12@s.whatsapp.net", "60123456789@c.us", .phone),
        ("987654321:3@lid", "987654321@lid", .lid),
        ("120363000000000000@g.us", "120363000000000000@g.us", .group),
        ("status@broadcast", "status@broadcast", .broadcast),
    ])
    func `a chat address is folded into one form`(text: String, folded: String, kind: ChatID.Kind) throws {
        let chat = try ChatID(text)
        #expect(chat.text == folded)
        #expect(chat.kind == kind)
    }

    @Test(arguments: ["", "@c.us", "60123456789", "60123456789@example.com", "a b@c.us", "a|b@c.us"])
    func `what is no chat address is refused`(text: String) {
        #expect(throws: Malformed.self) { try ChatID(text) }
    }

    @Test func `a message id tells chat, direction and participant`() throws {
        let id = try ProviderMessageID("false_120363000000000000@g.us_3A5F_987654321@lid")
        #expect(!id.fromMe)
        #expect(id.chat.kind == .group)
        #expect(id.bare == "3A5F")
        #expect(id.participant?.text == "987654321@lid")
    }

    @Test(arguments: ["", "3EB0", "maybe_1@c.us_3EB0", "true_1@c.us_", "true_1@c.us_A_b@c.us_c"])
    func `what is no message id is refused`(text: String) {
        #expect(throws: Malformed.self) { try ProviderMessageID(text) }
    }

    @Test func `an id is one string and never empty`() throws {
        #expect(throws: Malformed.self) { try MessageID("") }
        #expect(throws: Malformed.self) { try MessageID(String(repeating: "a", count: 129)) }
        #expect(String(decoding: try JSONEncoder().encode([MessageID("m1")]), as: UTF8.self) == #"["m1"]"#)
    }
}

struct TimestampTests {
    @Test(arguments: [
        ("2026-01-31T09:30:00.123Z", 1_769_851_800_123), ("2026-01-31T09:30:00Z", 1_769_851_800_000),
        ("2026-01-31T17:30:00+08:00", 1_769_851_800_000),
    ])
    func `reads RFC 3339`(text: String, milliseconds: Int64) throws {
        let moments = try JSONDecoder().decode([Timestamp].self, from: Data("[\"\(text)\"]".utf8))
        #expect(moments == [Timestamp(milliseconds: milliseconds)])
    }

    @Test func `writes UTC with milliseconds`() {
        #expect(Timestamp(milliseconds: 1_769_851_800_120).text == "2026-01-31T09:30:00.120Z")
    }

    @Test(arguments: ["", "yesterday", "2026-01-31"]) func `refuses other text`(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Timestamp].self, from: Data("[\"\(text)\"]".utf8))
        }
    }
}

struct MessageStatusTests {
    @Test func `moves forward only`() {
        let order: [MessageStatus] = [.pending, .sent, .delivered, .read, .played]
        for (index, status) in order.enumerated() {
            for (other, report) in order.enumerated() {
                #expect(status.advanced(by: report) == (other > index ? report : nil))
            }
        }
    }

    @Test func `fails from pending or sent, and then for good`() {
        #expect(MessageStatus.pending.advanced(by: .failed) == .failed)
        #expect(MessageStatus.sent.advanced(by: .failed) == .failed)
        #expect(MessageStatus.delivered.advanced(by: .failed) == nil)
        #expect(MessageStatus.failed.advanced(by: .read) == nil)
        #expect(MessageStatus.received.advanced(by: .read) == nil)
    }
}
