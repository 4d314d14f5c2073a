import HTTPClient
import Testing

@Suite struct AddressTests {
    @Test(arguments: [
        "8.8.8.8", "157.240.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a03:2880::1", "2002:0808:0808::1",
        "::ffff:8.8.8.8",
    ])
    func `knows a public address`(text: String) throws {
        #expect(try #require(IPAddress(text)).isPublic)
    }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "127.0.0.1", "127.255.255.255", "100.64.0.1", "169.254.169.254", "172.16.0.1",
        "172.31.255.255", "192.168.1.1", "198.19.0.1", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
        "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::",
        "2001:db8::1", "2001::1", "::7f00:1",
    ])
    func `knows an address that is not public`(text: String) throws {
        #expect(try !#require(IPAddress(text)).isPublic)
    }
}
