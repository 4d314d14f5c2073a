import Contracts
import FoundationEssentials
import Runtime
import Synchronization
import Testing

@Suite struct LoggerTests {
    /// Keeps the lines it is given.
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private struct Line: Decodable, Equatable {
        struct Metadata: Decodable, Equatable {
            var text: String?
            var count: Int?
            var ratio: Double?
            var ready: Bool?
            var list: [String]?
            var none: Int?
        }
        var time: String
        var level: String
        var service: String
        var message: String
        var trace: String?
        var metadata: Metadata?
    }

    private let lines = Lines()

    private func logger(_ level: LogLevel) -> Logger {
        Logger(service: "test", level: level, clock: TestClock().clock) { [lines] in lines.add($0) }
    }

    private func last() throws -> Line {
        try JSONDecoder().decode(Line.self, from: Data(#require(lines.all.last).utf8))
    }

    @Test func `writes one line of JSON`() throws {
        logger(.info).info(
            "campaign paused",
            [
                "text": "a \"b\"\n\\ \u{1} é 👋", "count": 3, "ratio": 0.5, "ready": true, "list": ["x", "y"],
                "none": Int?.none,
            ]
        )
        #expect(!lines.all.joined().contains("\n"))
        let metadata = Line.Metadata(
            text: "a \"b\"\n\\ \u{1} é 👋",
            count: 3,
            ratio: 0.5,
            ready: true,
            list: ["x", "y"],
            none: nil
        )
        let line = Line(
            time: "2026-01-01T00:00:00.000Z",
            level: "info",
            service: "test",
            message: "campaign paused",
            metadata: metadata
        )
        #expect(try last() == line)
    }

    @Test func `says no more than its level, and does not build what it does not say`() {
        func costly() -> String {
            Issue.record("built for nothing")
            return ""
        }
        logger(.warning).debug("a", ["x": costly()])
        logger(.warning).info("b", ["x": costly()])
        Logger.silent.error("c", ["x": costly()])
        #expect(lines.all.isEmpty)
        logger(.warning).warning("d")
        logger(.warning).error("e")
        logger(.debug).debug("f")
        #expect(lines.all.count == 3)
    }

    @Test func `names the trace it is in`() throws {
        let trace = TraceContext.new()
        Trace.$current.withValue(trace) { logger(.info).info("inside") }
        #expect(try last().trace == trace.traceID)
        logger(.info).info("outside")
        #expect(try last().trace == nil)
    }

    @Test func `cuts long text`() throws {
        logger(.info).info("long", ["text": String(repeating: "é", count: 5000)])
        let text = try #require(try last().metadata?.text)
        #expect(text.utf8.count <= LogLine.longestText + 3 && text.hasSuffix("é…"))
    }

    @Test func `takes ids, moments and durations`() {
        let metadata: [String: any LogValue] = [
            "id": ChannelID(trusted: "c1"), "at": Timestamp(milliseconds: 0), "took": Duration.milliseconds(1500),
            "service": ServiceName.media,
        ]
        logger(.info).info("values", metadata)
        #expect(
            lines.all.last?.hasSuffix(
                #""metadata":{"at":"1970-01-01T00:00:00.000Z","id":"c1","service":"media","took":1.5}}"#
            ) == true
        )
    }
}
