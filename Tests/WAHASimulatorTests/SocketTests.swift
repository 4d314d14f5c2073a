import Testing

@testable import waha_simulator

@Suite(.timeLimit(.minutes(1))) struct SocketTests {
    private func open(_ waha: RunningSimulator, _ query: String) throws -> RawSocket {
        let port = try #require(UInt16(waha.url.split(separator: ":").last ?? ""))
        let lines = [
            "GET /ws?\(query) HTTP/1.1", "Host: test", "Connection: Upgrade", "Upgrade: websocket",
            "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "", "",
        ]
        return RawSocket(port: port, saying: lines.joined(separator: "\r\n"))
    }

    @Test func `tells the events that were asked for`() async throws {
        try await withSimulator {
            $0.apiKey = "k"
        } _: { waha in
            let socket = try open(waha, "session=*&events=message.any&x-api-key=k")
            _ = try await waha.wait("/simulator/webhooks") { $0["sockets"].int == 1 }
            _ = try await waha.call("POST", "/simulator/incoming", ["from": "60123456701", "text": "Selamat pagi"])
            #expect(socket.hears(Array(#""event":"message.any""#.utf8)))
            #expect(socket.hears(Array("Selamat pagi".utf8)))
        }
    }

    @Test func `upgrades a wrong key, and closes with 1008`() async throws {
        try await withSimulator {
            $0.apiKey = "k"
        } _: { waha in
            let socket = try open(waha, "x-api-key=wrong")
            #expect(socket.hears(Array("HTTP/1.1 101".utf8)))
            #expect(socket.hears([0x88, 14, 0x03, 0xF0] + Array("Unauthorized".utf8)))
            _ = try await waha.wait("/simulator/webhooks") { $0["sockets"].int == 0 }
        }
    }

    @Test(arguments: [
        (["*"], "message.any", true), (["*"], "engine.event", false), (["engine.event"], "engine.event", true),
        (["message.ack", "no.such"], "message.any", false),
    ])
    func `leaves out what floods unless it is named`(names: [String], event: String, isWanted: Bool) {
        #expect(EventFilter(lenient: names).wants(event) == isWanted)
    }
}
