import Bus
import Contracts
import Runtime
import Store
import TestSupport

@testable import enrichment

/// The service on an empty store, without a bus: what it would do when an event or a request came.
struct Neighbourhood {
    let store: any Store
    let outbox: Outbox
    let contacts: Contacts
    let clock = TestClock()
    let workspace: WorkspaceID
    let offset = 8 * 3600

    init(_ store: any Store, workspace: String = "w1") async throws {
        self.store = store
        self.workspace = WorkspaceID(trusted: workspace)
        outbox = Outbox(.enrichment, clock: clock.clock)
        contacts = Contacts(outbox: outbox, metrics: EnrichmentMetrics(Metrics()))
        try await store.migrate("bus", Bus.migrations)
        try await store.migrate("enrichment", EnrichmentQuery.migrations)
    }

    var occasion: Occasion { Occasion(workspace: workspace, now: clock.now, offset: offset) }

    /// Hears each message twice in one transaction, as a redelivery would have it.
    func hear(_ messages: MessageReceived...) async throws {
        let (listener, occasion) = (ContactListener(contacts: contacts, offset: offset), occasion)
        try await store.write { transaction in
            for message in messages + messages { try listener.heard(message, on: occasion, transaction) }
        }
    }

    @discardableResult
    func upsert(
        members: [Member] = [],
        packages: [MemberPackage] = [],
        leads: [Lead] = [],
        dryRun: Bool? = nil
    ) async throws -> UpsertReport {
        let people = PeopleImport(contacts: contacts, country: "MY", offset: offset)
        var request = UpsertPeople(members: members, packages: packages, leads: leads)
        request.dryRun = dryRun
        let occasion = occasion
        return try await store.write { [request] in try people.upsert(request, on: occasion, $0) }
    }

    func card(_ request: LookUpContact) async throws -> ContactCard {
        let (cards, occasion) = (ContactCards(country: "MY", offset: offset), occasion)
        return try await store.read { try cards.show(request, on: occasion, $0) }
    }

    func card(phone: String) async throws -> ContactCard { try await card(LookUpContact(phone: phone)) }

    func card(chat: String) async throws -> ContactCard { try await card(LookUpContact(chat: ChatID(chat))) }

    private var desk: ContactDesk {
        ContactDesk(contacts: contacts, cards: ContactCards(country: "MY", offset: offset))
    }

    private func perform<Reply: Sendable>(
        _ work: @escaping @Sendable (ContactDesk, Occasion, any Transaction) throws -> Reply
    ) async throws -> Reply {
        let (desk, occasion) = (desk, occasion)
        return try await store.write { try work(desk, occasion, $0) }
    }

    @discardableResult
    func link(
        _ contact: ContactID,
        _ kind: LinkContact.Kind,
        _ record: String?,
        _ change: ContactChange = ContactChange(by: "Mei")
    ) async throws -> ContactCard {
        let request = LinkContact(contact: contact, kind: kind, record: record, change: change)
        return try await perform { try $0.link(request, on: $1, $2) }
    }

    @discardableResult
    func name(
        _ contact: ContactID,
        _ name: String,
        _ change: ContactChange = ContactChange(by: "Mei")
    ) async throws -> ContactCard {
        let request = NameContact(contact: contact, givenName: name, change: change)
        return try await perform { try $0.name(request, on: $1, $2) }
    }

    /// - Parameter pause: called before it commits.
    @discardableResult
    func merge(
        _ contact: ContactID,
        into other: ContactID,
        _ change: ContactChange = ContactChange(by: "Mei"),
        pausing pause: @escaping @Sendable (any Transaction) throws -> Void = { _ in }
    ) async throws -> ContactCard {
        let request = MergeContacts(contact: contact, into: other, change: change)
        return try await perform { desk, occasion, transaction in
            let card = try desk.merge(request, on: occasion, transaction)
            try pause(transaction)
            return card
        }
    }

    @discardableResult
    func undo(_ merge: ContactMergeID, by: String = "Ali") async throws -> ContactMerge {
        let request = UndoMerge(merge: merge, change: ContactChange(by: by))
        return try await perform { try $0.undo(request, on: $1, $2) }
    }

    func merges(of contact: ContactID, limit: Int = 50, cursor: String? = nil) async throws -> Page<ContactMerge> {
        let request = ListMerges(contact: contact, limit: limit, cursor: cursor, scope: nil)
        return try await perform { try $0.merges(request, on: $1, $2) }
    }

    @discardableResult
    func setStatus(_ lead: String, _ status: Lead.Status, version: Int, scope: String? = nil) async throws
        -> LeadEntry
    {
        let (leads, occasion) = (LeadDesk(contacts: contacts), occasion)
        let request = SetLeadStatus(lead: lead, status: status, version: version, by: "Mei", scope: scope)
        return try await store.write { try leads.setStatus(request, on: occasion, $0) }
    }

    func contacts(
        _ search: String? = nil,
        kind: ContactKind? = nil,
        limit: Int = 50,
        cursor: String? = nil,
        scope: String? = nil
    ) async throws -> Page<ContactEntry> {
        let request = ListContacts(search: search, kind: kind, limit: limit, cursor: cursor, scope: scope)
        let (lists, workspace) = (PeopleLists(country: "MY"), workspace)
        return try await store.read { try lists.contacts(request, in: workspace, $0) }
    }

    func members(_ search: String? = nil, limit: Int = 50, cursor: String? = nil, scope: String? = nil) async throws
        -> Page<MemberEntry>
    {
        let request = ListMembers(search: search, limit: limit, cursor: cursor, scope: scope)
        let (lists, workspace) = (PeopleLists(country: "MY"), workspace)
        return try await store.read { try lists.members(request, in: workspace, $0) }
    }

    func leads(_ search: String? = nil, status: Lead.Status? = nil, scope: String? = nil) async throws
        -> Page<LeadEntry>
    {
        let request = ListLeads(search: search, status: status, limit: 50, cursor: nil, scope: scope)
        let (lists, workspace) = (PeopleLists(country: "MY"), workspace)
        return try await store.read { try lists.leads(request, in: workspace, $0) }
    }

    /// The contact of a number.
    func contact(phone: String) async throws -> ContactID {
        guard let id = try await card(phone: phone).contact?.id else { throw Problem.notFound("contact") }
        return id
    }

    var badges: BadgeWatch {
        BadgeWatch(
            store: store,
            contacts: contacts,
            offset: offset,
            clock: clock.clock,
            logger: Logger(service: "test", level: .error, output: { _ in })
        )
    }

    /// All that was told so far, contact by contact in order.
    func told() async throws -> [ContactChanged] { try await told(ContactChanged.self) }

    func told<Told: Event>(_ type: Told.Type) async throws -> [Told] {
        let outbox = outbox
        return try await store.read { reader in
            try Lane.all.flatMap { lane in
                try outbox.history(.people, lane: lane, after: 0, limit: 10_000, in: reader)
                    .filter { $0.topic == Told.topic }
                    .map { try $0.decode(type) }
            }
        }
    }

    /// What a hearer knows who keeps the highest version of each contact.
    func picture() async throws -> [ContactID: ContactChanged] {
        try await told().reduce(into: [:]) { picture, event in
            if event.version > picture[event.contact.id]?.version ?? 0 { picture[event.contact.id] = event }
        }
    }
}

/// Runs a test in an empty neighbourhood on an engine.
func withNeighbourhood(_ engine: StoreEngine, _ test: (Neighbourhood) async throws -> Void) async throws {
    try await withStore(engine) { store in try await test(Neighbourhood(store)) }
}

/// A message as the gateway would tell it.
func message(
    _ chat: String,
    phone: String? = nil,
    from name: String? = nil,
    sender: String? = nil,
    senderPhone: String? = nil,
    fromMe: Bool = false,
    backfilled: Bool? = nil
) throws -> MessageReceived {
    var message = MessageReceived(
        channel: ChannelID(trusted: "c1"),
        chat: try ChatID(chat),
        chatPhone: phone,
        providerId: try ProviderMessageID("\(fromMe)_\(chat)_3EB0\(UInt32.random(in: 0 ... .max))"),
        type: .text,
        body: "hi",
        timestamp: Timestamp(milliseconds: 0)
    )
    message.sender = MessageSender(chatId: try ChatID(sender ?? chat), name: name, phoneNumber: senderPhone)
    message.backfilled = backfilled
    return message
}
