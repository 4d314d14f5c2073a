import Crypto
import Testing

@Suite struct SHA256Tests {
    @Test func `agrees with the vectors of FIPS 180`() {
        #expect(SHA256.hex(of: "") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(SHA256.hex(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }

    @Test func `is the same in pieces`() {
        let bytes = RandomBytes.make(10_000)
        var hash = SHA256()
        for start in stride(from: 0, to: bytes.count, by: 777) {
            hash.update(Array(bytes[start..<min(start + 777, bytes.count)]))
            _ = hash.digest()
        }
        #expect(hash.hex() == SHA256.hex(of: bytes))
    }
}
