import CCurl
import FoundationEssentials
import Runtime

/// A mail server that takes messages over SMTP.
package struct MailServer: Sendable {
    /// Whether the connection is encrypted. `smtps://` always is.
    package enum Encryption: String, CaseIterable, Sendable {
        /// By STARTTLS, or not at all.
        case required
        /// If the server can.
        case attempted
        case none
    }

    package struct Login: Sendable {
        let user: String
        let password: String

        package init(user: String, password: String) {
            self.user = user
            self.password = password
        }
    }

    /// How long a message may take.
    private static let limit = Duration.seconds(30)
    /// Mail is sent by few at a time, on threads of their own, because curl blocks.
    private static let queue = BlockingQueue("mail", width: 2)

    private let url: String
    private let sender: String
    private let login: Login?
    private let encryption: Encryption

    /// - Parameters:
    ///   - url: `smtp://mail.example.com:587` or `smtps://…`.
    ///   - sender: the address that messages come from.
    package init(url: String, sender: String, login: Login?, encryption: Encryption = .required) {
        self.url = url
        self.sender = sender
        self.login = login
        self.encryption = encryption
    }

    /// Returns once the server has taken the message.
    /// - Throws: ``MailError``.
    package func send(_ message: MailMessage) async throws {
        let bytes = message.bytes(from: sender, id: UUIDv7.make(at: WallClock.system.now()), at: Date())
        try await Self.queue.run { try deliver(bytes, to: message.to) }
    }

    private func deliver(_ bytes: [UInt8], to recipient: String) throws {
        guard let easy = curl_easy_init() else { throw MailError(code: Int(CURLE_OUT_OF_MEMORY.rawValue), text: "") }
        let recipients = curl_slist_append(nil, "<\(recipient)>")
        defer {
            curl_easy_cleanup(easy)
            curl_slist_free_all(recipients)
        }
        setOptions(easy)
        ccurl_set_recipients(easy, recipients)
        let source = MailSource(bytes)
        let status = withExtendedLifetime(source) {
            ccurl_on_read(easy, readMail, Unmanaged.passUnretained(source).toOpaque())
            return curl_easy_perform(easy)
        }
        guard status == CURLE_OK else {
            throw MailError(code: Int(status.rawValue), text: String(cString: curl_easy_strerror(status)))
        }
    }

    private func setOptions(_ easy: UnsafeMutableRawPointer) {
        ccurl_set_text(easy, CURLOPT_URL, url)
        ccurl_set_text(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        ccurl_set_text(easy, CURLOPT_NOPROXY, "*")
        ccurl_set_text(easy, CURLOPT_MAIL_FROM, "<\(sender)>")
        ccurl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        ccurl_set_long(easy, CURLOPT_UPLOAD, 1)
        ccurl_set_long(easy, CURLOPT_TIMEOUT_MS, Int(Self.limit / .milliseconds(1)))
        let level =
            switch encryption {
            case .required: CURLUSESSL_ALL
            case .attempted: CURLUSESSL_TRY
            case .none: CURLUSESSL_NONE
            }
        ccurl_set_long(easy, CURLOPT_USE_SSL, Int(level.rawValue))
        if let login {
            ccurl_set_text(easy, CURLOPT_USERNAME, login.user)
            ccurl_set_text(easy, CURLOPT_PASSWORD, login.password)
        }
    }
}

/// A mail server did not take a message. The text is curl's and says nothing of the message.
package struct MailError: Error, Hashable, Sendable, CustomStringConvertible {
    package let code: Int
    package let text: String

    package var description: String { "mail was not taken: \(text) (curl \(code))" }
}

/// What curl reads a message from; for one thread.
private final class MailSource {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let part = bytes[position...].prefix(buffer.count)
        buffer.copyBytes(from: part)
        position += part.count
        return part.count
    }
}

private func readMail(
    _ buffer: UnsafeMutablePointer<CChar>,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer
) -> Int {
    let source = Unmanaged<MailSource>.fromOpaque(context).takeUnretainedValue()
    return source.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
}
