import Testing

@testable import media

struct FileSourceTests {
    @Test(arguments: [
        ("http://waha:3000/api/files/acme/3EB0.jpeg", "/api/files/acme/3EB0.jpeg"),
        ("https://other/api/files/a%40b.oga?x=1", "/api/files/a%40b.oga?x=1"),
        ("https://bucket.example/acme/3EB0.jpeg?sig=1", nil),
        ("http://waha:3000/api/files/../sessions", nil),
        ("no address", nil),
    ])
    func `only the provider's own files are fetched with its key`(url: String, path: String?) {
        #expect(FileSource.providerPath(url) == path)
    }
}
