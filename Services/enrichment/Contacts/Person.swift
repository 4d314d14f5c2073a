import Contracts
import Store

/// What the workspace's own records say of a contact.
struct Person {
    /// With their packages, those that are good today first.
    var member: Member?
    var packages: [MemberPackage] = []
    var lead: Lead?
    /// How the member and the lead came to be theirs.
    var memberLink: ContactLink?
    var leadLink: ContactLink?
}

extension Person {
    /// A member who was linked by hand goes before all others. Of several members who share a contact the active one
    /// counts, then the one that was changed last; of several leads the one that was changed last.
    init(contact: ContactID, in workspace: WorkspaceID, on today: CalendarDay, _ reader: any Reader) throws {
        for row in try reader.rows(EnrichmentQuery.membersOfContact, workspace, contact) {
            let (member, isLinked) = (try Member(row), try row.get("linked", as: Bool.self))
            let packages = try reader.rows(EnrichmentQuery.packagesOfMember, workspace, member.id)
                .map { try MemberPackage($0) }
            let isActive = packages.contains { $0.isGood(on: today) }
            guard self.member == nil || isActive else { continue }
            self.member = member
            memberLink = isLinked ? .hand : .matched
            self.packages = packages.filter { $0.isGood(on: today) } + packages.filter { !$0.isGood(on: today) }
            if isActive || isLinked { break }
        }
        guard let row = try reader.first(EnrichmentQuery.leadsOfContact, workspace, contact) else { return }
        lead = try Lead(row)
        leadLink = try row.get("linked") ? .hand : .matched
    }
}
