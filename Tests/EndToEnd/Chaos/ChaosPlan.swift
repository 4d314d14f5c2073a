import Foundation

/// How much happens, and how often something is killed meanwhile.
struct ChaosPlan: Sendable {
    /// Numbered texts that people send.
    var messages: Int
    /// People who send them, at least 8.
    var people: Int
    /// Pictures that others send.
    var pictures: Int
    /// Texts that staff send over the API.
    var sends: Int
    /// Recipients of the campaign that runs meanwhile.
    var recipients: Int
    /// How often each service is killed.
    var kills: Int
    /// Of the killing; the same seed kills the same services in the same order.
    var seed: UInt64

    /// As `MYNAH_CHAOS_MESSAGES`, `…_PEOPLE`, `…_PICTURES`, `…_SENDS`, `…_RECIPIENTS`, `…_KILLS` and `…_SEED` say.
    static func fromEnvironment() -> ChaosPlan {
        let environment = ProcessInfo.processInfo.environment
        func number(_ name: String, _ fallback: Int) -> Int {
            environment["MYNAH_CHAOS_\(name)"].flatMap { Int($0) } ?? fallback
        }
        return ChaosPlan(
            messages: number("MESSAGES", 20_000),
            people: max(number("PEOPLE", 100), 8),
            pictures: number("PICTURES", 100),
            sends: number("SENDS", 2_000),
            recipients: number("RECIPIENTS", 200),
            kills: number("KILLS", 10),
            seed: UInt64(number("SEED", 20_260_131))
        )
    }

    /// Between two kills, on average.
    static let pause = Duration.milliseconds(1_500)

    /// For how long there is traffic: as long as there are kills.
    var duration: Duration { Self.pause * (kills * 5) }

    /// A number per second that adds up to this many.
    func rate(_ count: Int) -> Double { Double(count) / duration.seconds }

    /// The person behind a numbered conversation.
    func phone(_ person: Int) -> String { String(60_110_000_000 + person) }

    var picturePhones: [String] { (0..<min(pictures, 10)).map { String(60_140_000_000 + $0) } }

    var campaignPhones: [String] { (0..<recipients).map { String(60_150_000_000 + $0) } }
}
