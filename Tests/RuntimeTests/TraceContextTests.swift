import Runtime
import Testing

@Suite struct TraceContextTests {
    private let example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test func `reads what it writes`() throws {
        let trace = try #require(TraceContext(example))
        #expect(trace.traceparent == example)
        #expect(trace.traceID == "4bf92f3577b34da6a3ce929d0e0e4736" && trace.spanID == "00f067aa0ba902b7")
        let made = TraceContext.new()
        #expect(TraceContext(made.traceparent) == made && made.traceparent.utf8.count == 55)
    }

    @Test func `a child stays in the trace and has its own span`() {
        let parent = TraceContext.new()
        let child = parent.child()
        #expect(child.traceID == parent.traceID && child.spanID != parent.spanID)
    }

    @Test func `a later version may be longer`() {
        #expect(TraceContext("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more") != nil)
    }

    @Test(arguments: [
        "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-011",
    ])
    func `ignores what is malformed`(text: String) {
        #expect(TraceContext(text) == nil)
    }
}
