import Testing

@testable import waha_simulator

@Suite struct FileTests {
    @Test(arguments: [
        (MediaFile.Kind.image, [0xFF, 0xD8, 0xFF] as [UInt8], "jpeg"), (.voice, Array("OggS".utf8), "oga"),
        (.document, Array("%PDF-1.4".utf8), "pdf"), (.sticker, Array("RIFF".utf8), "webp"),
    ])
    func `samples begin as their kind does`(kind: MediaFile.Kind, start: [UInt8], fileExtension: String) {
        let sample = Samples.file(kind)
        #expect(sample.bytes.starts(with: start))
        #expect(sample.fileExtension == fileExtension)
    }

    @Test func `a video says so in its first box`() {
        #expect(Array(Samples.mp4[4..<8]) == Array("ftyp".utf8))
    }

    /// The only PNG of one black pixel there is without compression, checked by hand against the specification.
    @Test func `a picture is a PNG`() {
        var picture = Picture(width: 1, height: 1)
        picture.paint(x: 0, y: 0, (0, 0, 0))
        let png = picture.png
        #expect(png.count == 8 + 25 + 12 + 15 + 12)
        #expect(Array(png[12..<16]) == Array("IHDR".utf8))
        #expect(Array(png.suffix(4)) == [0xAE, 0x42, 0x60, 0x82])
    }

    @Test func `JSON keeps what it was given`() throws {
        let text = #"{"a":[1,2.5,null,true],"b":"Привет \"👋\"\n","c":{"z":1,"y":-2}}"#
        #expect(try Body(parsing: Array(text.utf8)).bytes == Array(text.utf8))
    }

    @Test(arguments: [
        ("60123456701", "60123456701@c.us"), ("+60123456701@c.us", "60123456701@c.us"),
        ("15550001111:12@s.whatsapp.net", "15550001111@c.us"), ("987654321@lid", "987654321@lid"),
        ("120363000000000000@g.us", "120363000000000000@g.us"), ("status@broadcast", "status@broadcast"),
    ])
    func `reads addresses in all forms`(text: String, chatID: String) {
        #expect(Address(text)?.chatID == chatID)
    }

    @Test(arguments: ["", "@c.us", "abc@c.us", "1@2@3", "1@example.com"])
    func `refuses what is no address`(text: String) {
        #expect(Address(text) == nil)
    }

    @Test func `the same seed throws the same dice`() {
        var (left, right) = (Dice(seed: 7), Dice(seed: 7))
        #expect((0..<5).map { _ in left.hex(9) } == (0..<5).map { _ in right.hex(9) })
        #expect(Set((0..<5).map { _ in left.hex(9) }).count == 5)
    }
}
