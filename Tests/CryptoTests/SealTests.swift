import Crypto
import Testing

@Suite struct SealTests {
    private let seal = Seal(key: RandomBytes.make(32))
    private let secret = Array("waha-api-key".utf8)

    @Test func `opens what it sealed`() throws {
        let sealed = seal.seal(secret, for: "channel 1")
        #expect(sealed.count == secret.count + 40)
        #expect(try seal.open(sealed, for: "channel 1") == secret)
        #expect(try seal.open(seal.seal([], for: ""), for: "").isEmpty)
    }

    @Test func `never seals twice the same`() {
        #expect(seal.seal(secret, for: "a") != seal.seal(secret, for: "a"))
    }

    @Test func `refuses another purpose, another key, and any change`() {
        let sealed = seal.seal(secret, for: "channel 1")
        #expect(throws: CryptoError.notGenuine) { try seal.open(sealed, for: "channel 2") }
        #expect(throws: CryptoError.notGenuine) {
            try Seal(key: RandomBytes.make(32)).open(sealed, for: "channel 1")
        }
        for index in sealed.indices {
            var changed = sealed
            changed[index] ^= 1
            #expect(throws: CryptoError.notGenuine) { try seal.open(changed, for: "channel 1") }
        }
        #expect(throws: CryptoError.notGenuine) { try seal.open(Array(sealed.dropLast()), for: "channel 1") }
        #expect(throws: CryptoError.notGenuine) { try seal.open([], for: "channel 1") }
    }
}
