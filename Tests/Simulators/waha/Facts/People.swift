/// Everybody the simulator knows, and their groups: one address book for all sessions.
struct People: Sendable {
    private(set) var byPhone: [String: Person] = [:]
    private var phoneByLID: [String: String] = [:]
    var groups: [String: Group] = [:]

    mutating func add(_ person: Person) {
        byPhone[person.phone] = person
        if let lid = person.lid { phoneByLID[lid] = person.phone }
    }

    subscript(_ address: Address) -> Person? {
        switch address {
        case .phone(let phone): byPhone[phone]
        case .lid(let lid): phoneByLID[lid].flatMap { byPhone[$0] }
        default: nil
        }
    }

    /// The person at an address, made up from its digits when nobody is there yet.
    mutating func meet(_ address: Address, pushName: String?) -> Person {
        if let known = self[address] { return known }
        var person = Person(phone: address.user, lid: nil, pushName: pushName ?? "Guest \(address.user.suffix(4))")
        switch address {
        case .lid(let lid):
            person.phone = "1555" + String(lid.suffix(7))
            person.lid = lid
            person.lidIsKnown = false
        default:
            person.lid = Self.lid(for: address.user)
        }
        add(person)
        return person
    }

    /// A hidden id that is always the same for a phone and does not contain it.
    static func lid(for phone: String) -> String {
        var dice = Dice(seed: phone.utf8.reduce(5381) { ($0 &* 33) &+ UInt64($1) })
        return String(100_000_000_000_000 + dice.next() % 90_000_000_000_000)
    }

    /// Ascending by hidden id, only those whose phone is known.
    var knownLIDs: [(lid: String, phone: String)] {
        byPhone.values
            .compactMap { person in person.lid.flatMap { person.lidIsKnown ? ($0, person.phone) : nil } }
            .sorted { $0.lid < $1.lid }
    }

    var sortedByPhone: [Person] {
        byPhone.values.sorted { $0.phone < $1.phone }
    }
}
