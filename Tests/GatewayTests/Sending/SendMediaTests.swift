import Contracts
import Crypto
import HTTPClient
import HTTPServer
import Runtime
import Store
import Synchronization
import TestSupport
import Testing

@testable import gateway
@testable import waha_simulator

/// A media service that serves one file to whoever has a signed URL.
private final class Shelf: Sendable {
    let server: HTTPServer
    let bytes: [UInt8]
    var url: String { "http://127.0.0.1:\(server.port)" }

    /// - Parameter cut: promises the whole file and breaks off in the middle.
    init(_ bytes: [UInt8], cut: Bool = false) throws {
        self.bytes = bytes
        let signer = try SignedURL(
            key: ClusterKey(hex: String(repeating: "a1", count: 32), source: "test").derive(MediaDataPlane.key)
        )
        var router = Router<Access, Caller>(title: "test", version: "1") { _, _ in .anybody }
        router.raw(.get, "/objects/{workspace}/{media}", .open, "A file") { request, path, _ in
            let query = Dictionary(request.query.map { ($0.name, $0.value) }) { first, _ in first }
            guard
                signer.isValid(
                    "GET",
                    path: request.path,
                    expires: query["expires"] ?? "",
                    signature: query["signature"] ?? "",
                    now: WallClock.system.now()
                )
            else { throw Problem(403, "forbidden", "no") }
            guard request.path.hasSuffix("/m1") else { throw Problem.notFound("file") }
            guard cut else { return HTTPResponse(200, type: "image/png", bytes: bytes) }
            return HTTPResponse(
                200,
                body: .stream(length: bytes.count) { writer in
                    try await writer.write(Array(bytes.prefix(bytes.count / 2)))
                    throw CancellationError()
                }
            )
        }
        server = try HTTPServer(
            host: "127.0.0.1",
            port: 0,
            routes: router.build(),
            logger: .silent,
            metrics: Metrics()
        )
    }
}

@Suite(.timeLimit(.minutes(2)))
struct SendMediaTests {
    private static let ann = ChatID(phoneDigits: "60123456789")

    private func media(_ id: String) -> MessageMedia {
        MessageMedia(id: MediaID(trusted: id), state: .ready, mimetype: "image/png", filename: "a.png", size: nil)
    }

    @Test(arguments: [0, 1, 2, 3, 100_000, 3_000_001])
    func `a file arrives as it is stored`(size: Int) async throws {
        let shelf = try Shelf((0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try await withStore(.sqlite) { store in
            try await running([shelf.server]) {
                try await withWAHA(.gows, store, sending: SendingSettings(), mediaURL: shelf.url) { waha in
                    try await waha.provider.enqueue("a", to: Self.ann, position: 1, text: "look", media: media("m1"))
                    #expect(
                        try await eventually { try await waha.provider.count("send", where: "state = 'sent'") == 1 }
                    )
                    #expect(await waha.sent().map(\.text) == ["look"])
                    #expect(await waha.simulator.lastFile() == shelf.bytes)
                }
            }
        }
    }

    /// What is asked of WAHA beside the file.
    struct Ask: Sendable {
        let kind: MessageKind
        var mimetype = "application/octet-stream"
        let endpoint: String
        var caption: String?
        var convert: Bool?
        var asNote: Bool?
    }

    private static let asks = [
        Ask(kind: .image, endpoint: "sendImage", caption: "look"),
        Ask(kind: .document, endpoint: "sendFile", caption: "look"),
        Ask(kind: .audio, endpoint: "sendFile", caption: "look"),
        Ask(kind: .video, endpoint: "sendVideo", caption: "look", convert: true, asNote: false),
        Ask(kind: .voice, endpoint: "sendVoice", convert: true),
        Ask(kind: .voice, mimetype: ConvertVoice.mimetype, endpoint: "sendVoice", convert: false),
        Ask(kind: .sticker, endpoint: "sendSticker"),
    ]

    @Test(arguments: Engine.allCases)
    func `each kind of file is asked for where WAHA takes it, and is converted by one of us alone`(
        engine: Engine
    ) async throws {
        let shelf = try Shelf([1, 2, 3])
        try await withStore(.sqlite) { store in
            try await running([shelf.server]) {
                try await withWAHA(engine, store, sending: .fast, mediaURL: shelf.url) { waha in
                    for (number, ask) in Self.asks.enumerated() {
                        var file = media("m1")
                        file.mimetype = ask.mimetype
                        try await waha.provider.enqueue(
                            "m\(number)",
                            to: Self.ann,
                            position: Int64(number + 1),
                            content: OutgoingContent(type: ask.kind, text: ask.caption, media: file)
                        )
                    }
                    let all = "state = 'sent'"
                    #expect(
                        try await eventually { try await waha.provider.count("send", where: all) == Self.asks.count }
                    )
                    for (ask, entry) in zip(Self.asks, await waha.sent()) {
                        #expect(entry.endpoint == "POST /api/\(ask.endpoint)")
                        #expect(entry.request["file"]["mimetype"].string == ask.mimetype)
                        #expect(entry.request["file"]["filename"].string == "a.png")
                        #expect(entry.request["caption"].string == ask.caption)
                        #expect(entry.request["convert"].flag == ask.convert, "\(ask.kind)")
                        #expect(entry.request["asNote"].flag == ask.asNote, "\(ask.kind)")
                    }
                    #expect(await waha.simulator.lastFile() == shelf.bytes)
                }
            }
        }
    }

    @Test func `a file that is not there fails, one that breaks off is not sent and tried again`() async throws {
        let shelf = try Shelf([UInt8](repeating: 7, count: 400_000), cut: true)
        try await withStore(.sqlite) { store in
            try await running([shelf.server]) {
                try await withWAHA(.gows, store, sending: SendingSettings(), mediaURL: shelf.url) { waha in
                    try await waha.provider.enqueue("a", to: Self.ann, position: 1, media: media("none"))
                    #expect(
                        try await eventually {
                            try await waha.provider.count("send", where: "reason = 'media_missing'") == 1
                        }
                    )
                    try await waha.provider.enqueue("b", to: Self.ann, position: 2, media: media("m1"))
                    #expect(
                        try await eventually {
                            try await waha.provider.count("send", where: "state = 'queued' AND attempts > 0") == 1
                        }
                    )
                    #expect(await waha.sent().isEmpty)
                }
            }
        }
    }
}

extension Simulator {
    /// The bytes of the last file that was sent.
    fileprivate func lastFile() -> [UInt8]? {
        let message = ledger.entries.last.flatMap { books["default"]?.message($0.id) }
        return message?.attachment?.bytes
    }
}
