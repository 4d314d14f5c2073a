import Contracts
import Crypto
import Foundation
import HTTPClient
import HTTPServer
import Runtime
import Store
import TestSupport
import Testing

@testable import media

/// The data plane's small pictures, made by the real ffmpeg.
@Suite(.timeLimit(.minutes(2))) struct ThumbnailTests {
    private static let ffmpeg = "/usr/bin/ffmpeg"

    private struct Plane: Sendable {
        let library: MediaLibrary
        let port: UInt16
        let signer: SignedURL
        let workspace = WorkspaceID(trusted: "w1")
        let client = HTTPClient()

        func add(_ bytes: [UInt8], id: String = "m1") async throws -> MediaID {
            let media = MediaID(trusted: id)
            let (content, type) = try await library.take(one(bytes), limit: .max, declared: nil)
            _ = try await library.add(media, content, type: type, filename: "a", workspace: workspace)
            return media
        }

        func thumbnail(_ media: MediaID, size: Int) async throws -> HTTPClientResponse {
            let path = MediaDataPlane.thumbnailPath(workspace: workspace, media: media, size: size)
            let signed = signer.sign("GET", path, until: WallClock.system.now() + .seconds(60))
            return try await client.send(HTTPClientRequest("GET", "http://127.0.0.1:\(port)\(signed)"))
        }

        /// What has been made, or could not be.
        func made() async throws -> [String?] {
            try await library.store.read { reader in
                try reader.rows(sql: "SELECT sha256 FROM derived ORDER BY kind", arguments: []).map { try $0.get(0) }
            }
        }
    }

    private func withPlane(
        _ engine: StoreEngine = .sqlite,
        ffmpeg: String = ffmpeg,
        _ test: @Sendable (Plane) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await withStore(engine) { store in
            try await store.migrate("media", migrations)
            let content = try await ContentStore(folder: folder)
            let library = MediaLibrary(store: store, content: content, sniffer: TypeSniffer(), clock: .system)
            let signer = SignedURL(key: Array(repeating: 7, count: 32))
            let objects = ObjectHandlers(library: library, signer: signer, clock: .system)
            let derived = DerivedFiles(library: library, ffmpeg: FFmpeg(program: ffmpeg, logger: .silent))
            let server = try HTTPServer(
                host: "127.0.0.1",
                port: 0,
                routes: try routes(objects, ThumbnailHandlers(objects: objects, derived: derived)),
                logger: .silent,
                metrics: Metrics()
            )
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run() }
                defer { group.cancelAll() }
                try await test(Plane(library: library, port: server.port, signer: signer))
            }
        }
    }

    /// A picture made by ffmpeg.
    private func picture(_ size: String, _ format: String, _ extra: [String] = []) async throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).\(format)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let source = ["-nostdin", "-loglevel", "error", "-f", "lavfi", "-i", "color=c=red:s=\(size),format=rgb24"]
        let (end, errors) = try await ChildProcess.run(
            Self.ffmpeg,
            source + ["-frames:v", "1"] + extra + [path],
            limits: ChildProcess.Limits(memory: 2048, output: 64, time: .seconds(30))
        )
        #expect(end == .exited(0), "\(errors)")
        return Array(try #require(FileManager.default.contents(atPath: path)))
    }

    /// Width and height of a PNG.
    /// - Source: PNG specification, 11.2.2.
    private func size(ofPNG bytes: [UInt8]) -> [Int] {
        stride(from: 16, to: 24, by: 4).map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a picture becomes small, once for all that are the same`(engine: StoreEngine) async throws {
        try await withPlane(engine) { plane in
            let bytes = try await picture("800x400", "png")
            let media = try await plane.add(bytes)
            let small = try await plane.thumbnail(media, size: 96)
            #expect(small.status == 200)
            #expect(small.header("content-type") == "image/png")
            #expect(size(ofPNG: small.body) == [96, 48])
            #expect(try await plane.thumbnail(media, size: 320).status == 200)
            let again = try await plane.add(bytes, id: "m2")
            let same = try await plane.thumbnail(again, size: 96)
            #expect(same.body == small.body && same.header("etag") == small.header("etag"))
            #expect(try await plane.made().count == 2)
        }
    }

    @Test(arguments: [("png", "image/png"), ("jpg", "image/jpeg"), ("gif", "image/png"), ("webp", "image/png")])
    func `small pictures are made of each format`(format: String, type: String) async throws {
        try await withPlane { plane in
            let small = try await plane.thumbnail(plane.add(picture("500x400", format)), size: 320)
            #expect(small.status == 200 && small.header("content-type") == type)
            let sniffed = try await plane.library.take(
                one(small.body),
                limit: .max,
                declared: nil
            )
            #expect(sniffed.type == type)
        }
    }

    @Test(arguments: ["3000x1", "1x3000", "1x1", "40x30"])
    func `narrow pictures stay narrow and small ones small`(size: String) async throws {
        try await withPlane { plane in
            let small = try await plane.thumbnail(plane.add(picture(size, "png")), size: 96)
            #expect(small.status == 200)
            let expected = size.split(separator: "x").compactMap { Int($0) }.map { min($0, 96) }
            #expect(self.size(ofPNG: small.body) == expected)
        }
    }

    @Test func `a picture with too many pixels is refused, and not tried again`() async throws {
        try await withPlane { plane in
            let bomb = try await picture("7100x7100", "png", ["-pix_fmt", "gray"])
            #expect(bomb.count < 1 << 20)
            let media = try await plane.add(bomb)
            for _ in 0..<2 {
                let answer = try await plane.thumbnail(media, size: 96)
                #expect(answer.status == 422 && answer.text.contains("media_unreadable"))
                #expect(try await plane.made() == [nil])
            }
        }
    }

    @Test(arguments: ["#EXTM3U\nfile:///etc/passwd\n", "ffconcat version 1.0\nfile /etc/passwd\n", "%PDF-1.4\n"])
    func `what is no picture has no small one`(text: String) async throws {
        try await withPlane { plane in
            let media = try await plane.add(Array(text.utf8))
            let answer = try await plane.thumbnail(media, size: 96)
            #expect(answer.status == 422 && answer.text.contains("no_thumbnail"))
        }
    }

    @Test func `a damaged picture is refused`() async throws {
        try await withPlane { plane in
            let media = try await plane.add(Array(try await picture("500x400", "png").prefix(60)))
            #expect(try await plane.thumbnail(media, size: 96).status == 422)
        }
    }

    @Test func `without ffmpeg the answer names it, and its coming is noticed`() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await withPlane(ffmpeg: path) { plane in
            let media = try await plane.add(picture("500x400", "png"))
            let answer = try await plane.thumbnail(media, size: 96)
            #expect(answer.status == 501 && answer.text.contains("ffmpeg_missing"))
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: Self.ffmpeg)
            #expect(try await plane.thumbnail(media, size: 96).status == 200)
        }
    }

    @Test func `other sizes, other files and unsigned addresses have none`() async throws {
        try await withPlane { plane in
            let media = try await plane.add(picture("500x400", "png"))
            #expect(try await plane.thumbnail(media, size: 97).status == 404)
            #expect(try await plane.thumbnail(MediaID(trusted: "m9"), size: 96).status == 404)
            let path = MediaDataPlane.thumbnailPath(workspace: plane.workspace, media: media, size: 96)
            let url = "http://127.0.0.1:\(plane.port)\(path)"
            #expect(try await plane.client.send(HTTPClientRequest("GET", url)).status == 403)
        }
    }
}

/// Bytes in one piece.
private func one(_ bytes: [UInt8]) -> AsyncStream<[UInt8]> {
    AsyncStream { continuation in
        continuation.yield(bytes)
        continuation.finish()
    }
}
