import Mail
import TestPeers
import Testing

@Suite(.timeLimit(.minutes(1))) struct MailServerTests {
    private let message = MailMessage(
        to: "mei@gym.example",
        subject: "Neues Passwort für Müller und Söhne – bitte bald, denn es gilt nur eine Stunde 🙂",
        text: "Grüße!\n.\nhttps://gym.example/reset#token=abc\n" + String(repeating: "long ", count: 2000)
    )

    @Test func `a message arrives as it was written`() async throws {
        let catcher = MailCatcher()
        let server = MailServer(url: catcher.url, sender: "mynah@gym.example", login: nil, encryption: .none)
        try await server.send(message)
        let letter = try #require(catcher.caught.first)
        #expect(letter.sender == "mynah@gym.example" && letter.recipients == ["mei@gym.example"])
        #expect(letter.text == message.text)
        #expect(letter.login == nil)
        let lines = letter.data.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        #expect(lines.contains("To: mei@gym.example") && letter.data.contains("\nSubject: =?UTF-8?B?"))
        #expect(letter.data.contains("\nMessage-ID: <") && letter.data.contains(" +0000\n"))
    }

    @Test func `a login is shown to the server`() async throws {
        let catcher = MailCatcher()
        let login = MailServer.Login(user: "mynah", password: "s3cret")
        try await MailServer(url: catcher.url, sender: "a@b.example", login: login, encryption: .attempted).send(
            message
        )
        #expect(catcher.caught.first?.login == "AG15bmFoAHMzY3JldA==")  // NUL mynah NUL s3cret
    }

    @Test func `what the server refuses is an error, and so is a server that cannot encrypt`() async throws {
        let catcher = MailCatcher { $0 == "mei@gym.example" }
        let open = MailServer(url: catcher.url, sender: "a@b.example", login: nil, encryption: .none)
        await #expect(throws: MailError.self) { try await open.send(message) }
        let strict = MailServer(url: catcher.url, sender: "a@b.example", login: nil)
        await #expect(throws: MailError.self) { try await strict.send(message) }
        let nobody = MailServer(url: "smtp://127.0.0.1:9", sender: "a@b.example", login: nil, encryption: .none)
        await #expect(throws: MailError.self) { try await nobody.send(message) }
        #expect(catcher.caught.isEmpty)
    }
}
