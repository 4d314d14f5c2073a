import Contracts
import Crypto

extension ChannelSetup {
    /// As a client wants it to be.
    ///
    /// Whoever names another server does not learn what was secret between us and the one before: its key has to be given
    /// anew, and so has the secret of webhooks, unless Mynah enters that itself: then it makes a new one.
    /// - Parameter makesSecret: whether Mynah enters the webhook into WAHA.
    /// - Throws: `Problem` 422 naming each field.
    func changed(by change: ChannelChange, makesSecret: Bool) throws(Problem) -> ChannelSetup {
        var setup = self
        setup.name = change.name ?? name
        setup.url = change.url ?? url
        setup.chatSync = change.chatSync ?? chatSync
        if let key = change.apiKey { setup.apiKey = Self.present(key) }
        if let secret = change.webhookSecret { setup.webhookSecret = Self.present(secret) }
        let valid = try setup.validated()
        return ServerOrigin.areSame(url, valid.url) ? valid : try valid.moved(change, makesSecret)
    }

    private func moved(_ change: ChannelChange, _ makesSecret: Bool) throws(Problem) -> ChannelSetup {
        var (setup, problems) = (self, [FieldProblem]())
        let why = "must be given anew for another server; empty removes it"
        if change.apiKey == nil, apiKey != nil { problems.append(FieldProblem("apiKey", why)) }
        if change.webhookSecret == nil, webhookSecret != nil {
            if makesSecret {
                setup.webhookSecret = RandomBytes.token()
            } else {
                problems.append(FieldProblem("webhookSecret", why))
            }
        }
        guard problems.isEmpty else { throw .invalid(problems) }
        return setup
    }

    /// Empty removes.
    static func present(_ secret: String) -> String? { secret.isEmpty ? nil : secret }
}
