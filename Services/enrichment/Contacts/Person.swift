import Contracts
import Store

/// What the workspace's own records say of a contact.
struct Person {
    /// With their packages, those that are good today first.
    var member: Member?
    var packages: [MemberPackage] = []
    var lead: Lead?
}

extension Person {
    /// Of several members who share a contact the active one counts, then the one that was changed last; of several
    /// leads the one that was changed last.
    init(contact: ContactID, in workspace: WorkspaceID, on today: CalendarDay, _ reader: any Reader) throws {
        let members = try reader.rows(EnrichmentQuery.membersOfContact, workspace, contact).map { try Member($0) }
        for member in members {
            let packages = try reader.rows(EnrichmentQuery.packagesOfMember, workspace, member.id)
                .map { try MemberPackage($0) }
            let isActive = packages.contains { $0.isGood(on: today) }
            guard self.member == nil || isActive else { continue }
            self.member = member
            self.packages = packages.filter { $0.isGood(on: today) } + packages.filter { !$0.isGood(on: today) }
            if isActive { break }
        }
        lead = try reader.first(EnrichmentQuery.leadsOfContact, workspace, contact).map { try Lead($0) }
    }
}
