import Testing

@testable import media

struct TypeSnifferTests {
    @Test(arguments: [
        ("image/png", "image/jpeg", "image/png"),
        ("image/jpeg", nil, "image/jpeg"),
        ("audio/ogg", "audio/ogg; codecs=opus", "audio/ogg; codecs=opus"),
        (
            "application/zip", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        ),
        ("text/plain", "text/html", "text/plain"),
        ("application/octet-stream", "image/svg+xml", "application/octet-stream"),
        ("text/plain", "nonsense", "text/plain"),
    ])
    func `believes the bytes, and the sender where they say little`(sniffed: String, declared: String?, type: String) {
        #expect(TypeSniffer.choose(sniffed: sniffed, declared: declared) == type)
    }
}
