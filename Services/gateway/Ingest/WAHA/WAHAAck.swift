import Contracts
import JSON

/// How far a message has come, as WAHA reports it.
struct WAHAAck: Hashable, Sendable {
    let id: ProviderMessageID
    let status: MessageStatus

    /// Reads the payload of `message.ack` and `message.ack.group`; in a group the first reader counts for all. Nil when
    /// it says nothing new: an unknown state, or that a message of theirs has reached another device of ours.
    init?(_ payload: JSONValue) {
        guard let id = WAHAMessageID.read(payload), let status = Self.status(payload) else { return nil }
        guard id.fromMe || status == .read || status == .played else { return nil }
        self.id = id
        self.status = status
    }

    /// The status in `ack`, or in `ackName` where there is no number.
    static func status(_ payload: JSONValue) -> MessageStatus? {
        if let number = payload["ack"].int { return numbers[number] }
        return payload["ackName"].string.flatMap { names[$0] }
    }

    private static let numbers: [Int: MessageStatus] = [-1: .failed, 1: .sent, 2: .delivered, 3: .read, 4: .played]
    private static let names: [String: MessageStatus] = [
        "ERROR": .failed, "SERVER": .sent, "DEVICE": .delivered, "READ": .read, "PLAYED": .played,
    ]
}
