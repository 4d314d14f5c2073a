import Bus
import Contracts
import Phone
import Store

/// Answers who somebody is: the card beside a thread.
struct ContactCards: Sendable {
    /// Where numbers are typed without a country code, ISO 3166.
    let country: String
    /// Of the workspace's clocks, in seconds east of Greenwich.
    let offset: Int

    func show(_ request: LookUpContact, _ context: RequestContext, _ reader: any Reader) throws -> ContactCard {
        try show(request, on: Occasion(workspace: context.workspace, now: context.now, offset: offset), reader)
    }

    /// - Throws: `Problem` when there is no such contact, or nothing to look for.
    func show(_ request: LookUpContact, on occasion: Occasion, _ reader: any Reader) throws -> ContactCard {
        if let id = request.contact {
            guard let contact = try find(id, occasion.workspace, reader), contact.isVisible(to: request.scope) else {
                throw Problem.notFound("contact")
            }
            return try card(of: contact, on: occasion, reader)
        }
        let traces = try traces(of: request)
        let owner = try traces.known(in: occasion.workspace, reader).owners.first
        let found = try owner.flatMap { try find($0, occasion.workspace, reader) }
        guard let contact = found, contact.isVisible(to: request.scope) else {
            return ContactCard(
                contact: nil,
                phoneNumber: traces.phone?.e164,
                identifiers: request.chat?.groupIdentifier.map { [$0] } ?? traces.identifiers,
                member: nil,
                packages: [],
                lead: nil
            )
        }
        return try card(of: contact, on: occasion, reader)
    }

    private func traces(of request: LookUpContact) throws(Problem) -> Traces {
        if let chat = request.chat { return Traces(of: chat) ?? Traces() }
        guard let phone = request.phone else {
            throw .invalid([FieldProblem("phone", "is missing: name a contact, a chat or a phone number")])
        }
        do {
            return Traces(phone: try PhoneNumber(parsing: phone, country: request.country ?? country))
        } catch {
            throw .invalid([FieldProblem("phone", "is not a phone number")])
        }
    }

    private func find(_ id: ContactID, _ workspace: WorkspaceID, _ reader: any Reader) throws -> ContactRow? {
        guard let contact = try reader.first(EnrichmentQuery.contact, workspace, id).map({ try ContactRow($0) }) else {
            return nil
        }
        guard let winner = contact.mergedInto else { return contact }
        return try reader.first(EnrichmentQuery.contact, workspace, winner).map { try ContactRow($0) }
    }

    /// The badge is today's, even before others were told.
    func card(of contact: ContactRow, on occasion: Occasion, _ reader: any Reader) throws -> ContactCard {
        let today = occasion.today
        let person = try Person(contact: contact.id, in: occasion.workspace, on: today, reader)
        let identifiers = try ContactIdentifier.all(of: contact.id, in: occasion.workspace, reader)
        var contact = contact
        contact.standing = Standing(of: person, names: contact.names, on: today)
        var card = ContactCard(
            contact: contact.brief,
            phoneNumber: identifiers.first { $0.kind == .phone }?.value,
            identifiers: identifiers,
            member: person.member,
            packages: person.packages,
            lead: person.lead
        )
        card.version = contact.version
        card.names = contact.names
        card.memberLink = person.memberLink
        card.leadLink = person.leadLink
        return card
    }
}

extension ChatID {
    fileprivate var groupIdentifier: ContactIdentifier? {
        kind == .group ? ContactIdentifier(kind: .group, value: text) : nil
    }
}
