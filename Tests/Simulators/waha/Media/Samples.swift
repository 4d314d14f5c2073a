import Crypto

/// Small files of every kind WhatsApp carries, real enough for what looks at their first bytes.
enum Samples {
    /// A JPEG of 16 by 8 pixels in base64, as raw messages carry for a preview.
    static let thumbnail = """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI\
        CAgICAgICAgICAgICAj/wAARCAAIABADAREAAhEAAxEA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAFBABAAAA\
        AAAAAAAAAAAAAAAAAP/aAAwDAQACAAMAAD8AsLDrgA//2Q==
        """

    static func file(_ kind: MediaFile.Kind) -> MediaFile {
        switch kind {
        case .image: MediaFile(kind: kind, bytes: jpeg, mimetype: "image/jpeg")
        case .video, .note, .gif: MediaFile(kind: kind, bytes: mp4, mimetype: "video/mp4")
        case .audio: MediaFile(kind: kind, bytes: Voice.silence(seconds: 1), mimetype: "audio/ogg")
        case .voice: MediaFile(kind: kind, bytes: Voice.silence(seconds: 3), mimetype: "audio/ogg; codecs=opus")
        case .sticker: MediaFile(kind: kind, bytes: webp, mimetype: "image/webp")
        case .document:
            MediaFile(
                kind: kind,
                bytes: Document.pdf(lines: ["A document from the simulator"]),
                mimetype: "application/pdf",
                filename: "document.pdf"
            )
        }
    }

    /// 128 by 96 pixels: a sun at dusk.
    static let jpeg = decoded(
        """
        /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI\
        CAgICAgICAgICAgICAj/wAARCABgAIADAREAAhEAAxEA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAFBABAAAA\
        AAAAAAAAAAAAAAAAAP/aAAwDAQACAAMAAD8A1XOu5AAAAAAAAAAAAAAAAAAAAAACNYNAAAAAAAAAAAAAAAAAAAAAACNYMAAAAAAA\
        AAAAAAAAAAAAAAACNYNAAAAAAAD0pwrJAAAAAAeau6awAAAAACNYNAAAAAAenPPWWAAAAAAAAA8xehNQAAAAI1gwAAAAAB6k81Zw\
        AAAAAAAADy16U0QAAAAjWDQAAAAAHqzy1QAAAAAAAAAeUvUl8AAAAI1gwAAAAAB608lUwAAAAAAAAHkr1pcAAAACNYNAAAAAAAAA\
        evPHVUAAB5C9iWgAAAAAAAjWDAAAAAAAAAAAAAAAAAAAAAAAjWDQAAAAAAAAAAAAAAAAAAAAAAjWDAAAAAAAAAAAAAAAAAAAAAAA\
        /9k=
        """
    )

    /// One pixel, lossless.
    static let webp = decoded("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")

    /// The boxes that make a file an MP4, around no picture.
    static let mp4: [UInt8] = {
        func box(_ type: String, _ body: [UInt8]) -> [UInt8] {
            let length = body.count + 8
            return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + Array(type.utf8) + body
        }
        let brands = Array("isom".utf8) + [0, 0, 2, 0] + Array("isomiso2avc1mp41".utf8)
        let header = [UInt8](repeating: 0, count: 100)
        return box("ftyp", brands) + box("moov", box("mvhd", header)) + box("mdat", [0, 0, 0, 0])
    }()

    private static func decoded(_ text: String) -> [UInt8] {
        Base64.decode(text) ?? []
    }
}
