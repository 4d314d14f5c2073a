import Runtime

/// A webhook and what was made of it, ready for the store: one object that its thread and the answer's share.
final class ReadWebhook: Sendable {
    let raw: RawWebhook
    let reading: WebhookReading
    /// The channel it came for; nil when nobody knows its session.
    let entry: ChannelDirectory.Entry?
    /// What our other services hear of it belongs to this.
    let trace: TraceContext

    init(raw: RawWebhook, reading: WebhookReading, entry: ChannelDirectory.Entry?, trace: TraceContext) {
        self.raw = raw
        self.reading = reading
        self.entry = entry
        self.trace = trace
    }
}
