import Foundation
import HTTPClient
import Synchronization
import Testing

/// Bodies that are longer than memory, and exchanges that are given up.
@Suite(.timeLimit(.minutes(1)))
struct StreamTests {
    let client = HTTPClient()

    @Test func `slows the peer down to the reader's pace`() async throws {
        let written = Mutex(0)
        let block = [UInt8](repeating: 7, count: 256 * 1024)
        let total = 200 * block.count
        let peer = Peer { connection in
            _ = connection.read()
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: \(total)\r\n\r\n")
            for _ in 0..<200 where connection.write(block) { written.withLock { $0 += block.count } }
        }
        let stream = try await client.stream(
            HTTPClientRequest("GET", peer.url(), idleTimeout: .milliseconds(300), maxResponseBytes: total)
        )
        try await Task.sleep(for: .milliseconds(700))  // longer than the idle timeout: it is our side that waits
        #expect(written.withLock { $0 } < total / 2)
        var received = 0
        for try await chunk in stream.body { received += chunk.count }
        #expect(received == total)
    }

    @Test func `gives the connection up when the body is dropped unread`() async throws {
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        let peer = Peer { connection in
            _ = connection.read()
            connection.write("HTTP/1.1 200 OK\r\n\r\nsome")
            connection.waitForEnd()
            end.finish()
        }
        #expect(try await client.stream(HTTPClientRequest("GET", peer.url())).status == 200)
        for await _ in ended {}
    }

    @Test func `ends at once when the task is cancelled`() async throws {
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        let peer = Peer { connection in
            _ = connection.read()
            ask.finish()
            connection.waitForEnd()
            end.finish()
        }
        let task = Task { try await client.send(HTTPClientRequest("GET", peer.url())) }
        for await _ in asked {}
        task.cancel()
        await #expect(throws: HTTPClientError.cancelled) { try await task.value }
        for await _ in ended {}
    }

    @Test func `ends everything when it is shut down`() async throws {
        let (asked, ask) = AsyncStream.makeStream(of: Void.self)
        let peer = Peer { connection in
            _ = connection.read()
            ask.finish()
            connection.waitForEnd()
        }
        let task = Task { try await client.send(HTTPClientRequest("GET", peer.url())) }
        for await _ in asked {}
        await client.shutdown()
        await #expect(throws: HTTPClientError.cancelled) { try await task.value }
        await #expect(throws: HTTPClientError.cancelled) { try await client.send(HTTPClientRequest("GET", peer.url())) }
    }

    @Test(arguments: [nil, 300 * 10_000])
    func `sends a body while it is made`(length: Int?) async throws {
        let peer = Peer { connection in
            while let request = connection.read() { connection.answer(200, "\(request.body.count)") }
        }
        let chunks = AsyncStream { continuation in
            for number in 0..<300 { continuation.yield([UInt8](repeating: UInt8(number % 256), count: 10_000)) }
            continuation.finish()
        }
        let response = try await client.send(
            HTTPClientRequest("PUT", peer.url(), body: .stream(chunks, length: length))
        )
        #expect(response.text == "3000000")
        #expect(peer.requests.first?.headers["content-length"] == length.map(String.init))
        #expect(peer.requests.first?.body.last == UInt8(299 % 256))
    }

    @Test func `takes a body no faster than the peer`() async throws {
        let made = Mutex(0)
        let peer = Peer { connection in
            pause(milliseconds: 300)
            #expect(made.withLock { $0 } < 20_000_000)
            guard let request = connection.read() else { return }
            connection.answer(200, "\(request.body.count)")
        }
        let body = HTTPClientBody.stream(
            Blocks(count: 400, size: 100_000) { made.withLock { $0 += 100_000 } },
            length: 40_000_000
        )
        #expect(try await client.send(HTTPClientRequest("POST", peer.url(), body: body)).text == "40000000")
    }

    @Test func `does not blame the peer for a body that is made slowly`() async throws {
        let peer = Peer { connection in
            guard let request = connection.read() else { return }
            connection.answer(200, "\(request.body.count)")
        }
        let body = HTTPClientBody.stream(Blocks(count: 3, size: 10) { try await Task.sleep(for: .milliseconds(150)) })
        let request = HTTPClientRequest("POST", peer.url(), body: body, idleTimeout: .milliseconds(100))
        #expect(try await client.send(request).text == "30")
    }

    @Test(arguments: [5, 50])
    func `refuses a body that is not as long as promised`(length: Int) async throws {
        let peer = Peer { connection in _ = connection.read() }
        let body = HTTPClientBody.stream(Blocks(count: 2, size: 10) {}, length: length)
        let error = try await #require(throws: HTTPClientError.self) {
            try await client.send(HTTPClientRequest("POST", peer.url(), body: body))
        }
        guard case .bodyFailed = error else { throw error }
        #expect(peer.requests.allSatisfy { $0.body.count < 20 })
    }

    @Test func `ends when the source of the body fails`() async throws {
        let peer = Peer { connection in _ = connection.read() }
        let body = HTTPClientBody.stream(Blocks(count: 2, size: 10) { throw CancellationError() })
        let error = try await #require(throws: HTTPClientError.self) {
            try await client.send(HTTPClientRequest("POST", peer.url(), body: body))
        }
        guard case .bodyFailed = error else { throw error }
    }

    @Test func `sends a file`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "upload-\(UInt64.random(in: 0 ... .max))")
            .path
        let content = Data((0..<1_000_000).map { UInt8($0 % 251) })
        try content.write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let peer = Peer { connection in
            while connection.read() != nil { connection.answer() }
        }
        _ = try await client.send(HTTPClientRequest("POST", peer.url(), body: .file(path)))
        #expect(peer.requests.first?.body == Array(content))
        let error = await #expect(throws: HTTPClientError.self) {
            try await client.send(HTTPClientRequest("POST", peer.url(), body: .file("/nonexistent")))
        }
        #expect(error?.mayHaveArrived == false)
    }

    @Test func `reads an answer that comes before the body is out`() async throws {
        let peer = Peer { connection in
            connection.answer(413, "no", headers: "Connection: close\r\n")
            pause(milliseconds: 100)
        }
        let body = HTTPClientBody.bytes([UInt8](repeating: 1, count: 20_000_000))
        let response = try await client.send(HTTPClientRequest("POST", peer.url(), body: body))
        #expect(response.status == 413)
    }
}

/// Blocks of one size, each made after `make`.
struct Blocks: AsyncSequence, Sendable {
    let count: Int
    let size: Int
    let make: @Sendable () async throws -> Void

    init(count: Int, size: Int, make: @escaping @Sendable () async throws -> Void) {
        (self.count, self.size, self.make) = (count, size, make)
    }

    func makeAsyncIterator() -> Iterator { Iterator(blocks: self) }

    struct Iterator: AsyncIteratorProtocol {
        let blocks: Blocks
        var made = 0

        mutating func next() async throws -> [UInt8]? {
            guard made < blocks.count else { return nil }
            made += 1
            try await blocks.make()
            return [UInt8](repeating: 1, count: blocks.size)
        }
    }
}
