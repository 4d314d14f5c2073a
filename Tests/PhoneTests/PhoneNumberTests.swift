import Contracts
import Foundation
import Phone
import Testing

@Suite struct PhoneNumberTests {
    @Test(arguments: ["", "+", "60123456789", "+0123456789", "+12345", "+1415555o123", "+1234567890123456", "+60 12"])
    func `refuses what is not E.164`(text: String) {
        #expect(throws: Malformed("phone number", text)) { try PhoneNumber(text) }
    }

    @Test(arguments: ["", "0123456789", "+60123456789", "12345", "1234567890123456", "6012345678a"])
    func `refuses what is not the digits of an address`(digits: String) {
        #expect(throws: Malformed("phone number", digits)) { try PhoneNumber(chatDigits: digits) }
    }

    @Test func `is one string in JSON`() throws {
        let number = try PhoneNumber("+60123456789")
        let json = try JSONEncoder().encode([number])
        #expect(String(decoding: json, as: UTF8.self) == #"["+60123456789"]"#)
        #expect(try JSONDecoder().decode([PhoneNumber].self, from: json) == [number])
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([PhoneNumber].self, from: Data(#"["0123456789"]"#.utf8))
        }
        #expect(number.digits == "60123456789")
    }

    @Test(arguments: [
        ("+60123456789", ["+60123456789", "60123456789", "0123456789"]),
        ("+6591234567", ["+6591234567", "6591234567", "91234567"]),
        ("+14155552671", ["+14155552671", "14155552671", "4155552671"]),
        (
            "+5531991234567",
            ["+5531991234567", "5531991234567", "31991234567", "+553191234567", "553191234567", "3191234567"]
        ),
        ("+525512345678", ["+525512345678", "525512345678", "5512345678", "+5215512345678", "5215512345678"]),
        (
            "+5491123456789",
            [
                "+5491123456789", "5491123456789", "01115 23456789".filter(\.isNumber), "+541123456789",
                "541123456789", "01123456789",
            ]
        ),
    ])
    func `knows every way a number is written`(e164: String, variants: [String]) throws {
        #expect(try PhoneNumber(e164).variants == variants)
    }

    @Test(arguments: [
        ("60123456789", nil),
        ("5531991234567", "553191234567"),
        ("553191234567", "5531991234567"),
        ("5531331234567", nil),
        ("553133123456", nil),
        ("5491123456789", "541123456789"),
        ("541123456789", "5491123456789"),
        ("5215512345678", nil),
        ("525512345678", nil),
        ("55319912345", nil),
    ])
    func `knows the other address of one line`(digits: String, twin: String?) throws {
        let number = try PhoneNumber(chatDigits: digits)
        let expected = [number] + (try twin.map { [try PhoneNumber(chatDigits: $0)] } ?? [])
        #expect(number.equivalents == expected)
        #expect(number.equivalents.allSatisfy { Set($0.equivalents) == Set(expected) })
    }

    @Test func `takes Mexico's old form for its new one`() throws {
        #expect(try PhoneNumber(chatDigits: "5215512345678") == PhoneNumber(chatDigits: "525512345678"))
    }

    @Test(arguments: [
        ("012-345", ["012345", "6012345"]),
        ("6789", ["6789"]),
        ("+60 12", ["6012"]),
        ("0060 12", ["6012"]),
        ("(012) 345 6789", ["0123456789", "60123456789"]),
        ("12", []),
        ("Ann 012", []),
        ("", []),
        ("---", []),
        ("½½½½", []),
    ])
    func `looks for a piece of a number`(text: String, needles: [String]) {
        #expect(PhoneFragment(text, country: "MY").needles == needles)
    }
}
