import Crypto
import HTTPServer

/// How a webhook proves whose it is.
struct WebhookProof: Sendable {
    /// `X-Webhook-Hmac`: HMAC-SHA512 of the exact bytes, in hex.
    let code: String?
    /// `x-webhook-signature`: the secret itself, as older set-ups send it.
    let secret: String?

    init(code: String? = nil, secret: String? = nil) {
        self.code = code
        self.secret = secret
    }

    init(_ request: HTTPRequest) {
        code = request.header("X-Webhook-Hmac")
        secret = code == nil ? request.header("X-Webhook-Signature") : nil
    }

    /// Whether it is good for these bytes; anything is where no secret is set.
    func holds(for body: [UInt8], with entry: ChannelDirectory.Entry?) -> Bool {
        guard let known = entry?.webhookSecret, let check = entry?.webhookCode else { return true }
        if let code { return check.isValid(code, for: body) }
        if let secret { return ConstantTime.equal(secret, known) }
        return false
    }
}
