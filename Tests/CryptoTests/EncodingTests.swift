import Crypto
import Testing

@Suite struct HexTests {
    @Test func `reads what it writes, in either case`() {
        let bytes = Array(UInt8.min...UInt8.max)
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Hex.decode(Hex.encode(bytes).uppercased()) == bytes)
        #expect(Hex.encode([0x0a, 0xff]) == "0aff")
        #expect(Hex.decode("")?.isEmpty == true)
    }

    @Test(arguments: ["a", "0g", "0x12", " 00", "00\n", "٠٠"])
    func `refuses anything else`(text: String) {
        #expect(Hex.decode(text) == nil)
    }
}

@Suite struct Base64Tests {
    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")])
    func `agrees with the vectors of RFC 4648`(plain: String, text: String) {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
    }

    @Test func `has an alphabet for addresses`() {
        #expect(Base64.encode([0xfb, 0xff]) == "+/8=")
        #expect(Base64.encode([0xfb, 0xff], .urlWithoutPadding) == "-_8")
        #expect(Base64.decode("-_8", .urlWithoutPadding) == [0xfb, 0xff])
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Zm9v\n", "Zm 9v", "Zm9v====", "====", "Zm9-", "Zm9vé", "Z"])
    func `refuses what is not strict base64`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test func `carries megabytes`() {
        let bytes = RandomBytes.make(3_000_001)
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
}
