import Crypto
import Testing

/// The vectors of WAHA's documentation, and one of ours with UTF-8.
@Suite struct HMACSHA512Tests {
    @Test(arguments: [
        (
            "my-secret-key", #"{"event":"message","session":"default","engine":"WEBJS"}"#,
            "208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8"
                + "097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89"
        ),
        (
            "s3cr3t-Ключ",
            #"{"id":"evt_01","event":"message","session":"acme","payload":{"body":"Привет 👋","fromMe":false}}"#,
            "b9561d86d80e94ad77a38d0f4fa40ae51cf98bebb8eda3740c76bac9a598aff0"
                + "f2ba0db71aa5207db338779b666fe9eed6fe3fdbbc2948e47aa289277fcb8837"
        ),
    ])
    func `makes the code that WAHA sends`(key: String, body: String, code: String) {
        let hmac = HMACSHA512(key: key)
        #expect(hmac.hex(of: Array(body.utf8)) == code)
        #expect(hmac.isValid(code, for: Array(body.utf8)))
        #expect(hmac.isValid(code.uppercased(), for: Array(body.utf8)))
    }

    @Test func `refuses the same JSON in other bytes`() {
        let body =
            #"{"id":"evt_01","event":"message","session":"acme","payload":{"body":"#
            + #""\u041f\u0440\u0438\u0432\u0435\u0442 \ud83d\udc4b","fromMe":false}}"#
        let hmac = HMACSHA512(key: "s3cr3t-Ключ")
        #expect(hmac.hex(of: Array(body.utf8)).hasPrefix("96c63cf1"))
        #expect(
            !hmac.isValid(
                "b9561d86d80e94ad77a38d0f4fa40ae51cf98bebb8eda3740c76bac9a598aff0"
                    + "f2ba0db71aa5207db338779b666fe9eed6fe3fdbbc2948e47aa289277fcb8837",
                for: Array(body.utf8)
            )
        )
    }

    @Test(arguments: ["", "zz", "208f8a55", String(repeating: "0", count: 128), String(repeating: "0", count: 130)])
    func `refuses what is not the code`(code: String) {
        #expect(!HMACSHA512(key: "key").isValid(code, for: [1, 2, 3]))
    }

    @Test func `one key serves many messages`() {
        let hmac = HMACSHA512(key: "key")
        #expect(hmac.code(of: [1]) == HMACSHA512(key: "key").code(of: [1]))
        #expect(hmac.code(of: [1]) != hmac.code(of: [2]))
        #expect(hmac.code(of: []).count == 64)
    }
}
