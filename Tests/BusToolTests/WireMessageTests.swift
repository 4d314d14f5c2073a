import Testing
@testable import bus_tool

@Suite struct WireMessageTests {
    @Test func `reads what it writes`() {
        let message = WireMessage(topic: "reply.0123.", fields: ["1", "reply", "id", ""], payload: Array("{}".utf8))
        #expect(WireMessage(frames: message.frames) == message)
        #expect(message.kind == "reply" && message[0] == "id" && message[1].isEmpty && message[9].isEmpty)
        #expect(message.line == "reply.0123. reply id - {}")
    }

    @Test(arguments: [[], ["a", "1\tbeat"], ["a", "2\tbeat", "{}"], ["a", "1", "{}"], ["a", "1\tbeat", "{}", "x"]])
    func `passes over what is not of this protocol`(frames: [String]) {
        #expect(WireMessage(frames: frames.map { Array($0.utf8) }) == nil)
    }
}
