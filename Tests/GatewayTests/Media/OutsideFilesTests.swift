import Contracts
import HTTPClient
import HTTPServer
import Runtime
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1))) struct OutsideFilesTests {
    /// A server on loopback that redirects: `/to/{n}` to itself n times and then to the file, `/away` to another address.
    private func withServer(_ test: @Sendable (_ base: String) async throws -> Void) async throws {
        var router = Router<Void, Void>(title: "Test", version: "1", authenticate: { _, _ in })
        router.raw(.get, "/file", (), "A file") { _, _, _ in HTTPResponse(200, text: "bytes") }
        router.raw(.get, "/gone", (), "Nothing") { _, _, _ in HTTPResponse(404, text: "") }
        router.raw(.get, "/nowhere", (), "A redirect to nowhere") { _, _, _ in HTTPResponse(302) }
        router.raw(.get, "/to/{n}", (), "Redirects") { _, path, _ in
            let count = Int(try path.text("n")) ?? 0
            return HTTPResponse(302, headers: [("Location", count > 1 ? "/to/\(count - 1)" : "../file")])
        }
        router.raw(.get, "/away", (), "Elsewhere") { request, _, _ in
            let port = request.header("host")?.split(separator: ":").last ?? ""
            return HTTPResponse(307, headers: [("Location", "http://127.0.0.2:\(port)/file")])
        }
        router.raw(.get, "/local", (), "A file of this machine") { _, _, _ in
            HTTPResponse(301, headers: [("Location", "file:///etc/passwd")])
        }
        let server = try HTTPServer(
            host: "127.0.0.1",
            port: 0,
            routes: try router.build(),
            logger: .silent,
            metrics: Metrics()
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            defer { group.cancelAll() }
            try await test("http://127.0.0.1:\(server.port)")
        }
    }

    private static let loopback = IPAddress("127.0.0.1")
    private let files = OutsideFiles(http: HTTPClient(addresses: AddressFilter { $0 == loopback }))

    @Test(arguments: ["/file", "/to/1", "/to/5"])
    func `follows redirects to the file`(path: String) async throws {
        try await withServer { base in
            let answer = try await files.open(base + path, field: "url")
            var bytes: [UInt8] = []
            for try await chunk in answer.body { bytes += chunk }
            #expect(bytes == Array("bytes".utf8))
        }
    }

    @Test(arguments: [
        ("/to/6", "redirects more than 5 times"),
        ("/away", "leads to a private address, which is not allowed here"),
        ("/local", "must begin with http:// or https://"),
        ("/gone", "answered 404"),
        ("/nowhere", "answered 302"),
    ])
    func `says why an address gives no file`(path: String, reason: String) async throws {
        try await withServer { base in
            await #expect(throws: Problem.invalid([FieldProblem("url", reason)])) {
                try await files.open(base + path, field: "url")
            }
        }
    }

    @Test(arguments: ["http://127.0.0.1:9/file", "http://[::1]/file", "http://169.254.169.254/latest"])
    func `a private address is refused by itself`(url: String) async throws {
        let files = OutsideFiles(http: HTTPClient(addresses: .publicOnly))
        let reason = "leads to a private address, which is not allowed here"
        await #expect(throws: Problem.invalid([FieldProblem("url", reason)])) {
            try await files.open(url, field: "url")
        }
    }

    @Test(arguments: [
        ("/b?c=d", "http://h:1/b?c=d"), ("b", "http://h:1/x/b"), ("//other/b", "http://other/b"),
        ("https://other/", "https://other/"), ("?q", "http://h:1/x/a?q"),
    ])
    func `a redirect may be relative`(location: String, target: String) {
        #expect(OutsideFiles.target(location, from: "http://h:1/x/a") == target)
    }
}
