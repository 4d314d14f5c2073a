import Contracts
import Phone
import Testing

@Suite struct ParsingTests {
    @Test(arguments: [
        ("0123456789", "+60123456789"),
        ("012-345 6789", "+60123456789"),
        (" 012 345 6789 ", "+60123456789"),
        ("(012) 345-6789", "+60123456789"),
        ("012.345.6789", "+60123456789"),
        ("60123456789", "+60123456789"),
        ("6012-3456789", "+60123456789"),
        ("+60123456789", "+60123456789"),
        ("+60 12-345 6789", "+60123456789"),
        ("+60 (0)12-345 6789", "+60123456789"),
        ("+60 012-345 6789", "+60123456789"),
        ("0060123456789", "+60123456789"),
        ("00 60 12-345 6789", "+60123456789"),
        ("\u{FF0B}60 12 345 6789", "+60123456789"),
        ("٠١٢٣٤٥٦٧٨٩", "+60123456789"),
        ("123456789", "+60123456789"),
        ("011-1234 5678", "+601112345678"),
        ("03-6141 2345", "+60361412345"),
        ("+65 9123 4567", "+6591234567"),
        ("6591234567", "+6591234567"),
        ("006591234567", "+6591234567"),
        ("+1 (415) 555-2671", "+14155552671"),
        ("14155552671", "+14155552671"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("+39 06 698 12345", "+390669812345"),
        ("+521 55 1234 5678", "+525512345678"),
        ("+54 9 11 2345-6789", "+5491123456789"),
        ("+55 31 99123-4567", "+5531991234567"),
    ])
    func `reads a number as typed in Malaysia`(text: String, e164: String) throws {
        #expect(try PhoneNumber(parsing: text, country: "MY").e164 == e164)
    }

    @Test(arguments: [
        ("9123 4567", "SG", "+6591234567"),
        ("(415) 555-2671", "US", "+14155552671"),
        ("011 15-2345-6789", "AR", "+5491123456789"),
        ("(31) 99123-4567", "BR", "+5531991234567"),
        ("0812-3456-7890", "ID", "+6281234567890"),
        ("020 7946 0958", "GB", "+442079460958"),
    ])
    func `reads a number as typed elsewhere`(text: String, country: String, e164: String) throws {
        #expect(try PhoneNumber(parsing: text, country: country).e164 == e164)
    }

    @Test(arguments: [
        "", " ", "+", "00", "abc", "012", "12345", "hello 0123456789012345678", "+999", "+60", "0", "-",
        "012345678901234567890", "+60123456789012345", "\u{0}", "a@b.example", String(repeating: "1", count: 65),
        String(repeating: "٠", count: 5000),
    ])
    func `refuses what cannot be a number`(text: String) {
        #expect(throws: Malformed("phone number", text)) { try PhoneNumber(parsing: text, country: "MY") }
    }

    @Test(arguments: ["", "XX", "Malaysia", "my"])
    func `reads international numbers whatever the country`(country: String) throws {
        #expect(try PhoneNumber(parsing: "+60 12-345 6789", country: country).e164 == "+60123456789")
    }

    @Test func `agrees with the digits of addresses in every country`() throws {
        var count = 0
        for e164 in PhoneNumber.examples {
            let quick = try PhoneNumber(chatDigits: String(e164.dropFirst()))
            let careful = try PhoneNumber(parsing: e164, country: "MY")
            #expect(quick == careful)
            count += 1
        }
        #expect(count > 200)
    }
}
