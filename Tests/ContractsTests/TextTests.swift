import Contracts
import Foundation
import Testing

struct TimestampTextTests {
    @Test(arguments: [
        0, 1, 999, 1000, 951_782_400_000, 951_868_799_999, 1_767_225_600_000, 1_767_225_599_999, 4_102_444_799_999,
        -1, -86_400_001, 253_402_300_799_999,
    ])
    func `is written as the standard formatter does, and read back`(milliseconds: Int64) throws {
        let moment = Timestamp(milliseconds: milliseconds)
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        #expect(moment.text == Date(timeIntervalSince1970: (Double(milliseconds) + 0.5) / 1000).formatted(format))
        #expect(try JSONDecoder().decode(Timestamp.self, from: JSONEncoder().encode(moment)) == moment)
    }

    @Test(arguments: [
        ("2026-01-31T09:30:00Z", 1_769_851_800_000), ("2026-01-31T17:30:00+08:00", 1_769_851_800_000),
        ("2026-01-31T09:30:00.250Z", 1_769_851_800_250),
    ])
    func `other forms of the standard are read too`(text: String, milliseconds: Int64) throws {
        let moment = try JSONDecoder().decode(Timestamp.self, from: Data("\"\(text)\"".utf8))
        #expect(moment.milliseconds == milliseconds)
    }

    @Test(arguments: ["2026-13-01T00:00:00.000Z", "2026-01-01 00:00:00", "", "soon"])
    func `what is no date is refused`(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Timestamp.self, from: Data("\"\(text)\"".utf8))
        }
    }
}

struct JSONTextTests {
    private struct Field: Decodable {
        let text: String
    }

    @Test(arguments: ["", "plain", "Привет 👋", "a\"b\\c/d", "\u{0}\u{1}\u{1f}\n\r\t\u{7f}", "\u{2028}"])
    func `any text comes through`(text: String) throws {
        let bytes = JSONText.object { $0.field("text", text) }
        #expect(try JSONDecoder().decode(Field.self, from: Data(bytes)).text == text)
    }

    @Test func `what is nil is left out, and objects nest`() {
        let bytes = JSONText.object { json in
            json.field("a", String?.none)
            json.field("b", true)
            json.field("c", 1) { json, _ in json.field("d", "e") }
            json.field("f", Int?.none) { json, _ in json.field("g", "h") }
            json.field("i", "j")
        }
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"b":true,"c":{"d":"e"},"i":"j"}"#)
    }
}
