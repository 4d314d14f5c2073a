import Contracts

/// What a person is to the workspace on a day: what lists show of them (ruling 4).
struct Standing: Hashable {
    var name: String?
    var kind: ContactKind
    var badge: Badge
    var branch: String?
    /// Of the lead that they are or were, as its badge has it.
    var leadStatus: String?
    /// The last day on which this holds when nobody changes anything; nil when no day ends it.
    var holdsUntil: CalendarDay?
}

extension Standing {
    /// - Parameters:
    ///   - person: what is known of them.
    ///   - names: what staff call them goes before all others; what they call themselves is for who is nobody yet.
    init(of person: Person, names: ContactNames, on today: CalendarDay) {
        if let member = person.member {
            let packages = person.packages
            let good = packages.filter { $0.isGood(on: today) }
            let badge: Badge =
                if !good.isEmpty {
                    Badge(status: .active, label: "Active")
                } else if packages.isEmpty {
                    Badge(status: .noPackage, label: "No Package")
                } else {
                    Badge(status: .expired, label: "Expired")
                }
            let last = good.contains { $0.lastDay == nil } ? nil : good.compactMap(\.lastDay).max()
            self.init(
                name: names.given ?? member.name,
                kind: .member,
                badge: badge,
                branch: member.branch,
                leadStatus: person.lead?.status.label,
                holdsUntil: last
            )
        } else if let lead = person.lead {
            let badge = Badge(status: .lead, label: lead.status.label)
            self.init(
                name: names.given ?? lead.name,
                kind: .lead,
                badge: badge,
                branch: lead.branch,
                leadStatus: lead.status.label
            )
        } else {
            let badge = Badge(status: .notAMember, label: "Not a Member")
            self.init(name: names.given ?? names.whatsApp, kind: .unknown, badge: badge)
        }
    }
}

extension MemberPackage {
    var lastDay: CalendarDay? {
        expiresOn.flatMap { try? CalendarDay($0) }
    }

    /// Not expired, and with sessions left where they are counted.
    func isGood(on day: CalendarDay) -> Bool {
        (remainingSessions ?? 1) > 0 && lastDay.map { day <= $0 } ?? true
    }
}
