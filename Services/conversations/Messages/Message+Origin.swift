import Contracts

extension Message {
    /// Who or what it is from, by what else is known of it.
    /// - Parameter ours: written through Mynah, not told by a provider.
    mutating func setOrigin(ours: Bool) {
        origin =
            switch direction {
            case .incoming: .customer
            case .outgoing where campaign != nil: .campaign
            case .outgoing where sentBy != nil: .staff
            case .outgoing where ours: .bot
            case .outgoing: source == .api ? .provider : .phone
            }
    }
}
