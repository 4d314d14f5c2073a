import Contracts
import HTTPServer
import Runtime

/// A webhook as it was posted.
struct WebhookPost: Sendable {
    let body: [UInt8]
    let proof: WebhookProof
    /// The one that it was sent to; nil finds it by the session that the webhook names.
    let channel: ChannelID?
    /// What comes of it belongs to this.
    let trace: TraceContext

    init(body: [UInt8], proof: WebhookProof, channel: ChannelID? = nil, trace: TraceContext = .new()) {
        self.body = body
        self.proof = proof
        self.channel = channel
        self.trace = trace
    }

    init(_ arrival: Arrival) {
        self.init(
            body: arrival.body,
            proof: WebhookProof(arrival.request),
            channel: arrival.parameters["channel"].map { ChannelID(trusted: $0) },
            trace: arrival.trace
        )
    }
}
