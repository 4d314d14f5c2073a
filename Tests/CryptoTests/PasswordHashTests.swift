import Crypto
import Testing

@Suite(.timeLimit(.minutes(1))) struct PasswordHashTests {
    @Test func `matches its password alone`() async throws {
        let hash = try await PasswordHash.make("correct horse")
        #expect(hash.text.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(await PasswordHash(stored: hash.text).matches("correct horse"))
        #expect(await !hash.matches("correct horse "))
        #expect(await !hash.matches(""))
    }

    @Test func `salts`() async throws {
        #expect(try await PasswordHash.make("same") != PasswordHash.make("same"))
    }

    @Test(arguments: ["", "plain", "$argon2id$v=19$m=19456,t=2,p=1$", "$2b$12$abcdefghijklmnopqrstuv"])
    func `nothing matches what is no hash`(stored: String) async {
        #expect(await !PasswordHash(stored: stored).matches(stored))
    }
}
