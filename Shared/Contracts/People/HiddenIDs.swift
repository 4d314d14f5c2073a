/// Whose phones are behind these hidden ids? The gateway asks the channels of the workspace.
package struct ResolveLIDs: Request {
    package typealias Reply = ResolvedLIDs
    package static let name = "lids.resolve"
    package static let service = ServiceName.gateway
    package var laneKey: String? { nil }

    /// Up to 500.
    package var lids: [ChatID]

    package init(lids: [ChatID]) {
        self.lids = lids
    }
}

package struct ResolvedLIDs: Codable, Hashable, Sendable {
    /// Those alone that a channel knows.
    package var pairs: [LIDPair]
    /// False while no channel could be asked.
    package var asked: Bool

    package init(pairs: [LIDPair], asked: Bool) {
        self.pairs = pairs
        self.asked = asked
    }
}

/// A hidden id and the phone behind it.
package struct LIDPair: Codable, Hashable, Sendable {
    package var lid: ChatID
    /// E.164.
    package var phoneNumber: String

    package init(lid: ChatID, phoneNumber: String) {
        self.lid = lid
        self.phoneNumber = phoneNumber
    }
}

/// The phone behind a hidden id became known: a message told both, or a provider was asked.
package struct LIDResolved: Event {
    package static let topic = "lid.resolved.v1"
    package static let stream = Stream.people
    package var laneKey: String { pair.lid.text }

    package var pair: LIDPair

    package init(pair: LIDPair) {
        self.pair = pair
    }
}
