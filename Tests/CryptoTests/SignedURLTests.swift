import Contracts
import Crypto
import Testing

@Suite struct SignedURLTests {
    private let signer = SignedURL(key: Array(repeating: 7, count: 32))
    private let expiry = Timestamp(milliseconds: 1_767_225_600_000)

    private var signature: String {
        String(signer.sign("GET", "/objects/1", until: expiry).split(separator: "=").last ?? "")
    }

    private func isValid(_ path: String, _ expires: String, now: Timestamp) -> Bool {
        signer.isValid("GET", path: path, expires: expires, signature: signature, now: now)
    }

    @Test func `holds until it expires`() {
        let signed = "/objects/1?expires=1767225600000&signature=\(signature)"
        #expect(signer.sign("GET", "/objects/1", until: expiry) == signed)
        #expect(isValid("/objects/1", "1767225600000", now: expiry))
        #expect(!isValid("/objects/1", "1767225600000", now: expiry + .milliseconds(1)))
    }

    @Test(arguments: ["PUT", "DELETE", "HEAD", "get", ""])
    func `holds for its method alone`(method: String) {
        #expect(
            !signer.isValid(
                method,
                path: "/objects/1",
                expires: "1767225600000",
                signature: signature,
                now: expiry
            )
        )
    }

    @Test func `holds for its path and its time alone`() {
        #expect(!isValid("/objects/2", "1767225600000", now: expiry))
        #expect(!isValid("/objects/1", "1767225600001", now: expiry))
        #expect(!isValid("/objects/1", "soon", now: expiry))
        #expect(!signer.isValid("GET", path: "/objects/1", expires: "1767225600000", signature: "", now: expiry))
    }
}
