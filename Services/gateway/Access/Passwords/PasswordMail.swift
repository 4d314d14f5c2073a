import Contracts
import Mail
import Runtime

/// Sends the links by which people choose a password, after the request for one was answered: so that its answer tells
/// neither by itself nor by its time who is known here.
final class PasswordMail: Service {
    let name = "password mail"

    private let passwords: Passwords
    /// Nil writes links to the log.
    private let server: MailServer?
    /// The product as browsers reach it.
    private let address: String
    private let logger: Logger
    private let pause: Duration
    private let wanted: AsyncStream<Wanted>
    private let queue: AsyncStream<Wanted>.Continuation

    private struct Wanted: Sendable {
        let email: String
        let visitor: Visitor?
    }

    /// - Parameter pause: before a message that the server did not take is tried again, two times.
    init(
        passwords: Passwords,
        server: MailServer?,
        address: String,
        logger: Logger,
        pause: Duration = .seconds(10)
    ) {
        self.passwords = passwords
        self.server = server
        self.address = address
        self.logger = logger
        self.pause = pause
        (wanted, queue) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1000))
    }

    /// Sends a link to an address soon, if someone is known by it. Of more than a thousand that wait, the last are dropped.
    /// - Parameter visitor: who asked for it, for the activity log; nil when it goes with something that stands there.
    func want(_ email: String, from visitor: Visitor? = nil) {
        guard case .dropped = queue.yield(Wanted(email: email, visitor: visitor)) else { return }
        logger.warning("too many links for passwords wait; one was dropped")
    }

    func run() async throws {
        for await link in wanted {
            do {
                guard let reset = try await passwords.makeReset(for: link.email, from: link.visitor) else { continue }
                try await send("\(address)/reset-password#token=\(reset.token)", to: reset.email)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                logger.error("a link for a password could not be sent", ["error": "\(error)"])
            }
        }
    }

    private func send(_ link: String, to email: String) async throws {
        guard let server else {
            logger.warning("MYNAH_SMTP_URL is not set: hand this link to whom it belongs", ["link": link])
            return
        }
        let text = """
            Hello,

            open this link within an hour to choose your password:

            \(link)

            If you did not ask for it, there is nothing to do.
            """
        let message = MailMessage(to: email, subject: "Choose your password", text: text)
        for _ in 0..<2 {
            do {
                return try await server.send(message)
            } catch {
                logger.warning("the mail server did not take a message; trying again", ["error": "\(error)"])
                try await Task.sleep(for: pause)
            }
        }
        try await server.send(message)
    }
}
