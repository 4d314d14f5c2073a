import Bus
import Contracts
import ServiceHost

/// The table of contents: what this service listens to, what it answers, what it does by itself.
enum EnrichmentService {
    @Sendable
    static func parts(_ host: Host<EnrichmentConfiguration>) -> ServiceParts {
        let (country, offset) = (host.configuration.country, host.configuration.offset)
        let contacts = Contacts(outbox: host.outbox, metrics: EnrichmentMetrics(host.metrics))
        let listener = ContactListener(contacts: contacts, offset: offset)
        let people = PeopleImport(contacts: contacts, country: country, offset: offset)
        let cards = ContactCards(country: country, offset: offset)
        let badges = BadgeWatch(
            store: host.store,
            contacts: contacts,
            offset: offset,
            clock: host.clock,
            logger: host.logger
        )

        var contents = Contents()
        contents.on(MessageReceived.self, from: .gateway, listener.heard)
        contents.perform(UpsertPeople.self, people.upsert)
        contents.answer(LookUpContact.self, cards.show)
        return ServiceParts(migrations: EnrichmentQuery.migrations, contents: contents) { _ in [badges] }
    }
}
