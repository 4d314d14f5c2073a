import Contracts
import Foundation
import HTTPServer
import Testing

@testable import HTTPServer

@Suite(.timeLimit(.minutes(1)))
struct MultipartTests {
    private typealias Piece = MultipartParser.Piece

    private static let form = [
        "what comes first counts nothing", "--X1", "Content-Disposition: form-data; name=\"caption\"", "", "hi",
        "--X1  ",
        "content-disposition: form-data; name=\"file\"; filename=\"a %22b\\\"c.png\"", "Content-Type: image/png", "",
        "one\r\n--X", "\r\n-\r\r\n--two\n--X1\r", "--X1", "Content-Disposition: form-data; name=empty", "", "",
        "--X1--",
        "and what comes last", "--X1",
    ].joined(separator: "\r\n")

    private static let parts: [(part: MultipartPart, content: String)] = [
        (MultipartPart(name: "caption", filename: nil, type: nil), "hi"),
        (
            MultipartPart(name: "file", filename: "a \"b\"c.png", type: "image/png"),
            "one\r\n--X\r\n\r\n-\r\r\n--two\n--X1\r"
        ),
        (MultipartPart(name: "empty", filename: nil, type: nil), ""),
    ]

    /// Reads a form in these chunks and puts each part's content together again.
    private func read(_ chunks: [ArraySlice<UInt8>]) throws -> (parts: [(MultipartPart, String)], isComplete: Bool) {
        var parser = MultipartParser(boundary: "X1")
        var parts: [(MultipartPart, [UInt8])] = []
        var isOpen = false
        for chunk in chunks {
            for piece in try parser.read(Array(chunk)) {
                switch piece {
                case .part(let part):
                    #expect(!isOpen)
                    isOpen = true
                    parts.append((part, []))
                case .bytes(let bytes):
                    #expect(isOpen && !bytes.isEmpty)
                    parts[parts.count - 1].1 += bytes
                case .end:
                    #expect(isOpen)
                    isOpen = false
                }
            }
        }
        return (parts.map { ($0.0, String(decoding: $0.1, as: UTF8.self)) }, parser.isComplete)
    }

    private func expectWhole(_ chunks: [ArraySlice<UInt8>]) throws {
        let (parts, isComplete) = try read(chunks)
        #expect(isComplete)
        #expect(parts.map(\.0) == Self.parts.map(\.part))
        #expect(parts.map(\.1) == Self.parts.map(\.content))
    }

    @Test func `a form is the same however it is cut`() throws {
        let bytes = Array(Self.form.utf8)
        try expectWhole([bytes[...]])
        try expectWhole(bytes.indices.map { bytes[$0...$0] })
        for first in bytes.indices {
            try expectWhole([bytes[..<first], bytes[first...]])
            for second in [first + 1, first + 2, first + 7, first + 40] where second < bytes.count {
                try expectWhole([bytes[..<first], bytes[first..<second], bytes[second...]])
            }
        }
    }

    @Test func `a form that ends early is not whole`() throws {
        let bytes = Array(Self.form.utf8)
        let end = try #require(Self.form.range(of: "--X1--")).lowerBound.utf16Offset(in: Self.form) + 6
        for count in 0..<end { #expect(try !read([bytes[..<count]]).isComplete, "\(count)") }
        #expect(try read([bytes[..<end]]).isComplete)
    }

    @Test(arguments: ["--X1x\r\n", "--X1\r\n" + String(repeating: "a", count: 9000)])
    func `what is no form is refused`(text: String) {
        var parser = MultipartParser(boundary: "X1")
        #expect(throws: Problem.malformedForm) { try parser.read(Array(text.utf8)) }
    }

    @Test func `long content is passed on at once`() throws {
        var parser = MultipartParser(boundary: "X1")
        _ = try parser.read(Array("--X1\r\n\r\n".utf8))
        let chunk = [UInt8](repeating: 13, count: 100_000)
        var told = 0
        for count in 1...20 {
            for case .bytes(let bytes) in try parser.read(chunk) { told += bytes.count }
            #expect(told >= count * chunk.count - 8)
        }
    }

    @Test(arguments: [
        ("form-data", "form-data", [:]),
        ("Form-Data ; NAME = a ;x", "form-data", ["name": "a"]),
        (#"multipart/form-data; boundary="a;b" ; c=d"#, "multipart/form-data", ["boundary": "a;b", "c": "d"]),
        (#"f; filename="C:\dir\a \"b\".txt"; filename=second"#, "f", ["filename": #"C:\dir\a "b".txt"#]),
        (#"f; open="unclosed"#, "f", ["open": "unclosed"]),
    ])
    func `reads a header's parameters`(text: String, essence: String, parameters: [String: String]) {
        #expect(HeaderValue(text).essence == essence)
        #expect(HeaderValue(text).parameters == parameters)
    }

    @Test(arguments: [("/etc/a.txt", "a.txt"), (#"C:\dir\b.txt"#, "b.txt"), ("..", ".."), ("", "")])
    func `keeps the last part of a path`(path: String, name: String) {
        #expect(MultipartPart(head: "content-disposition: f; filename=\"\(path)\"").filename == name)
    }
}

/// Files that come over a connection.
@Suite(.timeLimit(.minutes(1)))
struct UploadTests {
    private struct Told: Codable, Sendable {
        var name: String?
        var type: String?
        var size: Int
    }

    private static func router() -> OpenRouter {
        var router = openRouter()
        router.upload("/files", (), "Measures a file.", limit: 1 << 20) { file, _ in
            var size = 0
            for try await chunk in file.chunks { size += chunk.count }
            return Told(name: file.filename, type: file.type, size: size)
        }
        return router
    }

    private func send(_ body: String, type: String, query: String = "") async throws -> (status: Int, told: Told?) {
        let reply = try await withServer(Self.router()) { try await post($0, "/files" + query, body, type: type) }
        return (reply.status, try? JSONDecoder().decode(Told.self, from: Data(reply.text.utf8)))
    }

    private func part(_ disposition: String, _ content: String) -> String {
        "--b\r\nContent-Disposition: form-data; \(disposition)\r\nContent-Type: text/plain\r\n\r\n\(content)\r\n"
    }

    @Test func `a file is the body, or a part of a form`() async throws {
        let plain = try await send("12345", type: "image/png", query: "?filename=a%20b.png")
        #expect(plain.status == 201)
        #expect(plain.told?.name == "a b.png" && plain.told?.type == "image/png" && plain.told?.size == 5)
        let content = String(repeating: "x\r\n--", count: 50_000)
        let form = part("name=note", "n") + part("name=f; filename=c.txt", content) + part("name=after", "n") + "--b--"
        let told = try await send(form, type: "multipart/form-data; boundary=b").told
        #expect(told?.name == "c.txt" && told?.type == "text/plain" && told?.size == content.utf8.count)
    }

    @Test func `a form without a file, with two, or cut off is refused`() async throws {
        let type = "multipart/form-data; boundary=b"
        let file = part("name=file; filename=a", "x")
        #expect(try await send(part("name=note", "n") + "--b--", type: type).status == 422)
        #expect(try await send(file + file + "--b--", type: type).status == 422)
        #expect(try await send(file, type: type).status == 400)
        #expect(try await send(file + "--b--", type: "multipart/form-data").status == 400)
    }
}
