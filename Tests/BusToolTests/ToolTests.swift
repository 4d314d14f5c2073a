import Bus
import Contracts
import Runtime
import ServiceHost
import Testing
@testable import bus_tool

@Suite(.timeLimit(.minutes(1))) struct ToolTests {
    @Test(arguments: Way.allCases) func `asks a running service`(way: Way) async throws {
        let service = try await RunningService(way)
        try await service.run {
            try await service.expect(.stopped, from: ["ask", "tags.list", "{}", "--workspace", "w1"])
            #expect(service.printed.last?.contains(#""name":"VIP""#) == true)
            try await service.expect(.failed, from: ["ask", "tags.delete", #"{"tag":"t9"}"#, "--workspace", "w1"])
            #expect(service.printed.last?.contains(#""code":"not_found""#) == true)
            #expect(service.sockets.isEmpty)
        }
    }

    @Test func `says when nobody answers`() async throws {
        let service = try await RunningService(.ipc)
        try await service.run {
            let question = ["ask", "media.describe", #"{"media":"m1"}"#, "--workspace", "w1", "--within", "1"]
            try await service.expect(.failed, from: question)
            #expect(service.printed.last == "media did not answer media.describe within 1.0 seconds.")
        }
    }

    @Test func `refuses JSON that is no such request`() async throws {
        let service = try await RunningService(.ipc)
        try await service.run {
            try await service.expect(.usage, from: ["ask", "tags.delete", "{}", "--workspace", "w1"])
            #expect(service.printed.last?.contains("This is no tags.delete") == true)
        }
    }

    @Test(arguments: Way.allCases) func `taps what passes`(way: Way) async throws {
        let service = try await RunningService(way)
        try await service.run {
            async let tapping = service.tool(["tap", "event.chat."])
            var told = 0
            while service.printed.isEmpty {  // what passed before it listens is not heard
                try await service.tell(1)
                told += 1
                try await Task.sleep(for: .milliseconds(20))
            }
            let line = try #require(service.printed.first)
            #expect(
                line.contains(" event.chat.") && line.contains(" tags.changed.v1 ") && line.hasSuffix(#"{"tags":[]}"#)
            )
            #expect(line.contains(" w1 "))
            service.stop.raise()
            #expect(try await tapping == .stopped)
            #expect(service.printed.allSatisfy { $0.contains(" event.chat.") })
        }
    }

    @Test func `taps heartbeats, too`() async throws {
        let service = try await RunningService(.ipc)
        try await service.run {
            async let tapping = service.tool(["tap"])
            let lines = try await service.printed { $0.contains { $0.contains(" beat.") } }
            #expect(lines.contains { $0.contains(#""service":"conversations""#) })
            service.stop.raise()
            #expect(try await tapping == .stopped)
        }
    }

    @Test(arguments: Way.allCases) func `reads a stream again`(way: Way) async throws {
        let service = try await RunningService(way)
        try await service.tell(3000)
        try await service.run {
            let lane = Lane(key: "tags").number
            try await service.expect(.stopped, from: ["replay", "conversations", "chat", "\(lane)", "11"])
            #expect(service.printed.count == 2990)
            #expect(service.printed.first?.contains(" chat \(lane) 11 ") == true)
            #expect(service.printed.last?.contains(" chat \(lane) 3000 ") == true)
        }
    }

    @Test func `reads all lanes of a stream, and empty ones`() async throws {
        let service = try await RunningService(.ipc)
        try await service.tell(3)
        try await service.run {
            try await service.expect(.stopped, from: ["replay", "conversations", "chat", "all"])
            #expect(service.printed.count == 3)
            try await service.expect(.stopped, from: ["replay", "conversations", "outbound", "5"])
            #expect(service.printed.count == 3)
        }
    }

    @Test func `shows help and refuses bad variables`() async throws {
        let service = try await RunningService(.ipc)
        try await service.run {
            try await service.expect(.stopped, from: ["--help"])
            let help = service.printed.first ?? ""
            for word in ["tap", "ask", "replay", "tags.list", "MYNAH_DATA", "MYNAH_BUS", "MYNAH_WORKSPACE"] {
                #expect(help.contains(word))
            }
            try await service.expect(.usage, from: ["fly"])
        }
    }
}
