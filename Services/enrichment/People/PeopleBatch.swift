import Contracts
import Phone
import Runtime
import Store

/// One request's rows on their way into the tables.
struct PeopleBatch {
    private(set) var report = UpsertReport()
    private var row = 0
    /// Contacts to look at again, each once, in order; and those whose identifiers have changed.
    private var touched: [ContactID] = []
    private var isTouched: Set<ContactID> = []
    private var renewed: Set<ContactID> = []
    private let contacts: Contacts
    private let occasion: Occasion
    private let country: String
    private let source: RecordSource
    private let transaction: any Transaction

    init(
        contacts: Contacts,
        occasion: Occasion,
        country: String,
        source: RecordSource,
        transaction: any Transaction
    ) {
        self.contacts = contacts
        self.occasion = occasion
        self.country = country
        self.source = source
        self.transaction = transaction
    }

    mutating func put(_ row: Member) throws {
        var phone: PhoneNumber?
        guard let member = check({ row.checked(&$0, &phone) }) else { return }
        let found = try transaction.first(EnrichmentQuery.member, occasion.workspace, member.id)
        let old = try found.map { try Member($0) }
        guard try note(old, member, in: found) else { return }
        let oldContact: ContactID? = try found?.get("contact_id")
        let contact = try phone.map { try find($0) }
        try transaction.run(
            EnrichmentQuery.putMember,
            arguments: [
                occasion.workspace, member.id, member.name, member.phone, member.email, member.dateOfBirth,
                member.gender, member.branch, member.registeredOn, member.trainer, contact,
                PeopleSearch.text([member.id, member.name, member.email], numbers: phone.map { [$0.digits] } ?? []),
                occasion.now, source,
            ]
        )
        touch(oldContact)
        try touchContacts(ofMember: member.id)
    }

    mutating func put(_ row: MemberPackage) throws {
        guard let package = check({ row.checked(&$0) }) else { return }
        let found = try transaction.first(EnrichmentQuery.package, occasion.workspace, package.id)
        let old = try found.map { try MemberPackage($0) }
        guard try note(old, package, in: found) else { return }
        try transaction.run(
            EnrichmentQuery.putPackage,
            arguments: [
                occasion.workspace, package.id, package.memberId, package.name, package.remainingSessions,
                package.expiresOn, package.trainer, source,
            ]
        )
        if let old, old.memberId != package.memberId { try touchContacts(ofMember: old.memberId) }
        try touchContacts(ofMember: package.memberId)
    }

    mutating func put(_ row: Lead) throws {
        var phone: PhoneNumber?
        guard let lead = check({ row.checked(&$0, &phone) }) else { return }
        let found = try transaction.first(EnrichmentQuery.lead, occasion.workspace, lead.id)
        let old = try found.map { try Lead(asTold: $0) }
        guard try note(old, lead, in: found) else { return }
        let oldContact: ContactID? = try found?.get("contact_id")
        let contact = try phone.map { try find($0) }
        try transaction.run(
            EnrichmentQuery.putLead,
            arguments: [
                occasion.workspace, lead.id, lead.name, lead.phone, lead.email, lead.status, lead.branch,
                lead.memberId, contact,
                PeopleSearch.text([lead.id, lead.name, lead.email], numbers: phone.map { [$0.digits] } ?? []),
                occasion.now, source,
            ]
        )
        touch(oldContact)
        try touchContacts(ofLead: lead.id)
    }

    /// Takes a record out that came from the workspace's own database; whoever showed it is looked at again.
    mutating func remove(_ id: String, from table: CRMTable) throws {
        switch table {
        case .members:
            try touchContacts(ofMember: id)
            try transaction.run(EnrichmentQuery.removeMember, occasion.workspace, id)
        case .packages:
            let row = try transaction.first(EnrichmentQuery.package, occasion.workspace, id)
            if let member: String = try row?.get("member_id") { try touchContacts(ofMember: member) }
            try transaction.run(EnrichmentQuery.removePackage, occasion.workspace, id)
        case .leads:
            try touchContacts(ofLead: id)
            try transaction.run(EnrichmentQuery.removeLead, occasion.workspace, id)
        }
    }

    /// Tells what has changed, now that all rows are in.
    mutating func finish() throws {
        for contact in touched {
            try contacts.refresh(contact, on: occasion, transaction, isNew: renewed.contains(contact))
        }
        let (report, metrics) = (report, contacts.metrics)
        transaction.afterCommit {
            metrics.created.increment(by: report.created)
            metrics.updated.increment(by: report.updated)
            metrics.unchanged.increment(by: report.unchanged)
            metrics.refused.increment(by: Set(report.problems.map(\.row)).count)
        }
    }

    /// - Returns: nil when the row is wrong; the report says why.
    private mutating func check<Record>(_ read: (inout RowCheck) -> Record) -> Record? {
        row += 1
        var check = RowCheck(country: country)
        let record = read(&check)
        guard check.problems.isEmpty else {
            report.problems += check.problems.map {
                UpsertReport.RowProblem(row: row, field: $0.field, message: $0.message)
            }
            return nil
        }
        return record
    }

    /// Counts the row.
    /// - Returns: whether it is to be written.
    private mutating func note<Record: Equatable>(_ old: Record?, _ new: Record, in row: Row?) throws -> Bool {
        if old == new, try row?.get("source") == source || source == .upload {
            report.unchanged += 1
            return false
        }
        if old == nil { report.created += 1 } else { report.updated += 1 }
        return true
    }

    private mutating func find(_ phone: PhoneNumber) throws -> ContactID {
        let found = try contacts.find(Traces(phone: phone), on: occasion, transaction)
        // What is about to be theirs must not be left with one that is merged away at the same time.
        let id = try contacts.standing([found.id], on: occasion, transaction).first?.id ?? found.id
        if found.isNew || id != found.id { renewed.insert(id) }
        touch(id)
        return id
    }

    private mutating func touchContacts(ofMember id: String) throws {
        for row in try transaction.rows(EnrichmentQuery.contactsOfMember, occasion.workspace, id) {
            touch(try row.get("contact_id"))
        }
    }

    private mutating func touchContacts(ofLead id: String) throws {
        for row in try transaction.rows(EnrichmentQuery.contactsOfLead, occasion.workspace, id) {
            touch(try row.get("contact_id"))
        }
    }

    private mutating func touch(_ contact: ContactID?) {
        guard let contact, isTouched.insert(contact).inserted else { return }
        touched.append(contact)
    }
}

extension Lead {
    /// As the last upload brought it, whatever staff have done since.
    fileprivate init(asTold row: Row) throws(StoreError) {
        try self.init(row)
        status = try row.get("told_status")
        version = nil
    }
}

/// Where a member, package or lead comes from.
enum RecordSource: String, Sendable, SQLBindable, SQLReadable {
    case upload, crm
}
