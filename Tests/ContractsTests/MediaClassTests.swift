import Contracts
import Testing

struct MediaClassTests {
    private static let types: [(String?, MediaClass)] = [
        ("image/png", .image), ("Video/mp4", .video), ("audio/mpeg", .audio), ("application/ogg", .audio),
        ("application/pdf", .document), ("nonsense", .document), (nil, .document),
    ]

    @Test(arguments: types)
    func `a file's class is told by its type`(type: String?, group: MediaClass) {
        #expect(MediaClass(mimetype: type) == group)
    }

    @Test(arguments: [
        (MessageKind.voice, MediaClass.voice), (.sticker, .sticker), (.gif, .video), (.document, .document),
        (.unsupported, .image),
    ])
    func `the message that it came with knows better`(kind: MessageKind, group: MediaClass) {
        #expect(MediaClass(kind, mimetype: "image/webp") == group)
    }
}
