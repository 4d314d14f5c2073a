import Foundation
import HTTPClient
import JSON
import TestPeers

/// A real browser without a window, told what to do over its DevTools protocol.
/// - Source: <https://chromedevtools.github.io/devtools-protocol/>.
final class Browser {
    static let path = "/usr/bin/chromium"
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: path) }

    private let socket: WebSocketClient
    private var answers: AsyncThrowingStream<String, any Error>.Iterator
    private var lastID = 0

    /// - Parameter url: the page that it shows.
    init(_ system: System, showing url: String) async throws {
        let folder = system.folder + "/browser"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        // The sandbox does not work for root, and containers are short of shared memory.
        let flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
        var start = ProcessStart(
            Self.path,
            flags + ["--remote-debugging-port=0", "--user-data-dir=\(folder)", url]
        )
        start.environment = ["PATH": "/usr/bin:/bin", "HOME": folder]
        (start.output, start.errors) = (system.folder + "/logs/browser.out", system.folder + "/logs/browser.log")
        let process = try system.group.spawn(start)
        let client = system.client
        let (port, page) = try await eventually("the browser shows the page", within: .seconds(60)) {
            guard process.isRunning else { throw Hopeless("the browser has ended") }
            return try await Self.page(of: folder, showing: url, client)
        }
        socket = try WebSocketClient(port: port, path: "/devtools/page/\(page)")
        answers = socket.texts.makeAsyncIterator()
    }

    /// Where a page's DevTools are; nil while there is none.
    private static func page(
        of folder: String,
        showing url: String,
        _ client: HTTPClient
    ) async throws -> (port: Int, id: String)? {
        let line = try String(contentsOfFile: folder + "/DevToolsActivePort", encoding: .utf8)
        guard let port = line.split(separator: "\n").first.flatMap({ Int($0) }) else { return nil }
        let pages = try await API(client: client, url: "http://127.0.0.1:\(port)").get("/json/list").json.array
        let page = pages.first { $0["type"].string == "page" && $0["url"].string?.hasPrefix(url) == true }
        return page?["id"].string.map { (port, $0) }
    }

    /// What an expression is on the page; a promise is waited for.
    /// - Throws: ``Unfit`` with what the page threw.
    @discardableResult
    func evaluate(_ script: String) async throws -> JSONValue {
        lastID += 1
        let command: [String: Any] = [
            "id": lastID, "method": "Runtime.evaluate",
            "params": ["expression": script, "awaitPromise": true, "returnByValue": true],
        ]
        let bytes = try JSONSerialization.data(withJSONObject: command)
        guard socket.send(String(decoding: bytes, as: UTF8.self)) else { throw Unfit("the browser is gone") }
        while let text = try await answers.next() {
            let answer = try JSONDocument(text).root
            guard answer["id"].int == lastID else { continue }
            let problem = answer["result"]["exceptionDetails"]
            guard !problem.exists else {
                throw Unfit(problem["exception"]["description"].string ?? problem["text"].string ?? "\(script) failed")
            }
            return answer["result"]["result"]["value"]
        }
        throw Unfit("the browser is gone")
    }

    /// Waits until an expression is true.
    func awaits(_ what: String, within limit: Duration = .seconds(20), _ script: String) async throws {
        _ = try await eventually(what, within: limit) {
            if try await evaluate(script).bool == true { return true }
            throw Unfit("the page shows: \(try await evaluate("document.body.innerText").string ?? "nothing")")
        }
    }
}
