import Bus
import Contracts
import Runtime
import ServiceHost
import Store

/// The table of contents: what this service listens to, what it answers, what it does by itself.
enum EnrichmentService {
    @Sendable
    static func parts(_ host: Host<EnrichmentConfiguration>) -> ServiceParts {
        let (country, offset) = (host.configuration.country, host.configuration.offset)
        let contacts = Contacts(outbox: host.outbox, metrics: EnrichmentMetrics(host.metrics))
        let badges = BadgeWatch(
            store: host.store,
            contacts: contacts,
            offset: offset,
            clock: host.clock,
            logger: host.logger
        )
        let contents = EnrichmentContents(
            contacts: contacts,
            country: country,
            offset: offset,
            hasCRM: host.configuration.crm != nil
        ).contents()
        return ServiceParts(migrations: EnrichmentQuery.migrations, contents: contents) { bus in
            let lookups = LIDLookups(
                store: host.store,
                contacts: contacts,
                offset: offset,
                clock: host.clock,
                logger: host.logger,
                resolve: { try await bus.ask($0, workspace: $1, within: .seconds(60)) }
            )
            return [badges, lookups] + crm(host, contacts, bus)
        }
    }
}

extension EnrichmentService {
    /// What keeps up with the workspace's own database, when there is one.
    private static func crm(
        _ host: Host<EnrichmentConfiguration>,
        _ contacts: Contacts,
        _ bus: Bus
    ) -> [any Service] {
        guard let configuration = host.configuration.crm else { return [] }
        let (country, offset) = (host.configuration.country, host.configuration.offset)
        return [
            CRMSync(
                configuration: configuration,
                store: host.store,
                people: PeopleImport(contacts: contacts, country: country, offset: offset),
                metrics: CRMMetrics(host.metrics),
                clock: host.clock,
                logger: host.logger,
                holder: bus.instance.text,
                firstWorkspace: {
                    try await bus.ask(FindFirstWorkspace(), workspace: WorkspaceID(trusted: "-")).id
                }
            )
        ]
    }
}

/// What this service listens to and what it answers.
struct EnrichmentContents: Sendable {
    let contacts: Contacts
    /// Where numbers are typed without a country code, ISO 3166.
    let country: String
    /// Of the workspace's clocks, in seconds east of Greenwich.
    let offset: Int
    /// Whether the workspace's own database is read.
    let hasCRM: Bool

    func contents() -> Contents {
        let listener = ContactListener(contacts: contacts, offset: offset)
        let people = PeopleImport(contacts: contacts, country: country, offset: offset)
        let cards = ContactCards(country: country, offset: offset)
        let desk = ContactDesk(contacts: contacts, cards: cards)
        let leads = LeadDesk(contacts: contacts)
        let lists = PeopleLists(country: country)
        let crm = CRMDesk(isConfigured: hasCRM)

        var contents = Contents()
        contents.on(MessageReceived.self, from: .gateway, listener.heard)

        contents.perform(UpsertPeople.self, people.upsert)
        contents.perform(RunCRMSync.self, crm.run)
        perform(&contents, LinkContact.self, desk.link)
        perform(&contents, NameContact.self, desk.name)
        perform(&contents, MergeContacts.self, desk.merge)
        perform(&contents, UndoMerge.self, desk.undo)
        perform(&contents, SetLeadStatus.self, leads.setStatus)

        contents.answer(LookUpContact.self, cards.show)
        contents.answer(ListContacts.self, lists.contacts)
        contents.answer(ListMembers.self, lists.members)
        contents.answer(ListLeads.self, lists.leads)
        contents.answer(ShowCRMSync.self, crm.show)
        contents.answer(ListMerges.self) { [offset] request, context, reader in
            let occasion = Occasion(workspace: context.workspace, now: context.now, offset: offset)
            return try desk.merges(request, on: occasion, reader)
        }
        return contents
    }

    private func perform<R: Request>(
        _ contents: inout Contents,
        _: R.Type,
        _ handler: @escaping @Sendable (R, Occasion, any Transaction) throws -> R.Reply
    ) {
        contents.perform(R.self) { [offset] request, context, transaction in
            let occasion = Occasion(workspace: context.workspace, now: context.now, offset: offset)
            return try handler(request, occasion, transaction)
        }
    }
}
