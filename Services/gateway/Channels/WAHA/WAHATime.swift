import Contracts
import JSON

/// Moments as WAHA tells them: seconds or milliseconds, whole or not, as a number, as text, or as a 64-bit integer in
/// two halves.
enum WAHATime {
    /// Above it a number is milliseconds: in seconds it would be the year 5138.
    private static let mostSeconds = 1e11

    static func read(_ json: JSONValue) -> Timestamp? {
        if let number = json.double { return moment(number) }
        guard let low = json["low"].double else { return nil }
        let unsigned = low < 0 ? low + 4_294_967_296 : low
        return moment((json["high"].double ?? 0) * 4_294_967_296 + unsigned)
    }

    /// When a message was written. WhatsApp tells that to the second; within it the moment of telling stands in, so that
    /// messages of one second keep their order however their webhooks are mixed up.
    static func moment(of written: Timestamp?, told: Timestamp) -> Timestamp {
        guard let written else { return told }
        guard written.milliseconds % 1000 == 0 else { return written }
        return written + min(max(told - written, .zero), .milliseconds(999))
    }

    private static func moment(_ number: Double) -> Timestamp? {
        guard number > 0, number < 1e15 else { return nil }
        return Timestamp(milliseconds: Int64((number > mostSeconds ? number : number * 1000).rounded()))
    }
}
