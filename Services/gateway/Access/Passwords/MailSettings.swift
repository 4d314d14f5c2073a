import Mail
import Runtime

/// How mail to staff leaves, and what its links begin with.
struct MailSettings: Sendable {
    /// Nil writes links to the log instead.
    let server: MailServer?
    /// The product as browsers reach it, without a slash at its end.
    let publicAddress: String

    /// - Parameter port: on which the API answers.
    init(reading reader: inout ConfigurationReader, port: UInt16) {
        publicAddress = reader.url(
            "MYNAH_PUBLIC_URL",
            default: "http://127.0.0.1:\(port)",
            schemes: ["http", "https"],
            help: "The product as browsers reach it: what links in mail begin with."
        )
        let url = reader.optional(
            "MYNAH_SMTP_URL",
            help: "The mail server for links to choose a password, smtp://host:port or smtps://…; else they are logged."
        )
        let sender = reader.string(
            "MYNAH_SMTP_FROM",
            default: "mynah@localhost",
            help: "The address that mail comes from."
        )
        let user = reader.optional("MYNAH_SMTP_USER", help: "The name by which the mail server knows Mynah.")
        let password = reader.secret("MYNAH_SMTP_PASSWORD", help: "The password that goes with it.")
        let encryption = reader.choice(
            "MYNAH_SMTP_TLS",
            default: MailServer.Encryption.required,
            help: "For smtp://: required, attempted or none."
        )
        if let url, !url.hasPrefix("smtp://"), !url.hasPrefix("smtps://") {
            reader.problem("MYNAH_SMTP_URL", "must begin with smtp:// or smtps://.")
        }
        if !EmailAddress.isPlausible(sender) { reader.problem("MYNAH_SMTP_FROM", "must be an e-mail address.") }
        if (user == nil) != (password == nil) { reader.problem("MYNAH_SMTP_USER", "goes with MYNAH_SMTP_PASSWORD.") }
        let login = user.map { MailServer.Login(user: $0, password: password ?? "") }
        server = url.map { MailServer(url: $0, sender: sender, login: login, encryption: encryption) }
    }
}
