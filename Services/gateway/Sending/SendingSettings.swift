import Runtime

/// How messages are sent.
struct SendingSettings: Sendable {
    /// Messages per minute and number.
    var rate = 60
    /// The most that may go at once after a quiet spell.
    var burst = 20
    /// How many may be on their way at one time, per number.
    var concurrency = 8
    /// How many of them may carry a file.
    var mediaConcurrency = 2
    /// How long a send whose outcome is unknown is looked up, and its chat waits.
    var doubt = Duration.seconds(120)
    /// How long it is tried again for when it certainly did not arrive.
    var patience = Duration.seconds(3600)
    /// The longest wait between two tries.
    var longestWait = Duration.seconds(60)
    /// How long finished ones are kept.
    var keep = Duration.seconds(7 * 86_400)

    init() {}

    init(reading reader: inout ConfigurationReader) {
        rate = reader.integer(
            "MYNAH_SEND_RATE",
            default: rate,
            in: 1...1_000_000,
            help: "The most messages per minute that one number sends."
        )
        burst = reader.integer(
            "MYNAH_SEND_BURST",
            default: max(burst, rate / 60),
            in: 1...100_000,
            help: "The most messages that one number sends at once after a quiet spell."
        )
        let seconds = reader.integer(
            "MYNAH_SEND_DOUBT_SECONDS",
            default: 120,
            in: 1...86_400,
            help: "For how many seconds a send whose outcome is unknown is looked up before its chat goes on."
        )
        doubt = .seconds(seconds)
    }
}
