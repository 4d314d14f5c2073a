import Testing

@testable import gateway

struct VisitorTests {
    @Test(arguments: [
        ("8.8.4.4", "10.0.0.1", "8.8.4.4"),
        ("10.0.0.2", nil, "10.0.0.2"),
        ("10.0.0.2", "1.1.1.1", "1.1.1.1"),
        ("10.0.0.2", "4.4.4.4, 1.1.1.1, 192.168.1.1", "1.1.1.1"),
        ("9.9.9.9", "1.1.1.1", "1.1.1.1"),
        ("::ffff:10.0.0.2", "2001:db8::1", "2001:db8::1"),
        ("10.0.0.2", "unknown", "10.0.0.2"), ("10.0.0.2", "1.1.1.1, 4", "10.0.0.2"),
        ("172.32.0.1", "1.1.1.1", "172.32.0.1"),
    ])
    func `only proxies that are trusted say where a request comes from`(remote: String, forwarded: String?, ip: String)
    {
        #expect(VisitorBook(trusted: ["private", "9.9.9.9"]).client(remote, forwarded: forwarded) == ip)
    }

    @Test func `without trusted proxies it is the other end of the connection`() {
        #expect(VisitorBook(trusted: []).client("127.0.0.1", forwarded: "1.1.1.1") == "127.0.0.1")
    }

    @Test func `what a visitor calls itself is one line and not long`() {
        #expect(Visitor(ip: "::1", agent: "a\n\u{0}b").agent == "ab")
        #expect(Visitor(ip: "::1", agent: String(repeating: "x", count: 5000)).agent.count == 256)
    }
}
