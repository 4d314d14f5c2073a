import Bus
import Contracts
import PostgresStore
import Runtime
import Store
import TestSupport

@testable import enrichment

/// A CRM's database with the views that requirement 001 names, in a schema of its own.
struct MemberDatabase {
    /// On which engines of ours it can be tested: none without a server.
    static let servers = StoreEngine.underTest.contains(.postgres) ? StoreEngine.underTest : []
    static let ann = "11111111-1111-4111-8111-111111111111"

    let store: any Store
    let source: PostgresSource
    let schema: String

    func run(_ script: String) async throws {
        try await store.write { try $0.run(script: script) }
    }

    /// The default queries, in this schema.
    func queries(leads: String) -> [(table: CRMTable, sql: String)] {
        [
            (.members, "SELECT * FROM \"\(schema)\".view_2_member"),
            (.packages, "SELECT * FROM \"\(schema)\".view_4_1_2_member_package"),
            (.leads, leads.replacing("SCHEMA", with: schema)),
        ]
    }

    fileprivate static let tables = """
        CREATE TABLE people (id uuid PRIMARY KEY, name text, phone text, dob date, branch text, membership jsonb,
            registered timestamptz NOT NULL DEFAULT '2025-03-01T09:00:00Z', updated_at timestamptz NOT NULL);
        CREATE VIEW view_2_member AS
            SELECT id, name, phone, dob, branch, membership, registered AS registration_date, updated_at FROM people;
        CREATE TABLE bought (id bigint PRIMARY KEY, member_id uuid, package_name varchar(40), sessions numeric,
            expiry date, trainer text, updated_at timestamp NOT NULL);
        CREATE VIEW view_4_1_2_member_package AS SELECT id, member_id, package_name, sessions AS remaining_sessions,
            expiry AS expiry_date, trainer AS trainer_name, updated_at FROM bought;
        CREATE TABLE leads (id text PRIMARY KEY, name text, phone text, status text, member_id uuid);
        """
}

/// Runs a test with an empty neighbourhood on an engine, an empty database of members, and what reads it.
func withMemberDatabase(
    _ engine: StoreEngine,
    leads: String = "SELECT * FROM \"SCHEMA\".leads",
    clock: (TestClock) -> WallClock = { $0.clock },
    _ test: (Neighbourhood, MemberDatabase, CRMSync) async throws -> Void
) async throws {
    try await withStore(.postgres) { store in
        try await withNeighbourhood(engine) { place in
            let schema = try await store.read { try $0.first(sql: "SELECT CAST(current_schema() AS text) AS s") }
            let source = try PostgresSource(url: StorePlace.server ?? "")
            let crm = MemberDatabase(store: store, source: source, schema: try schema?.get("s") ?? "")
            try await crm.run(MemberDatabase.tables)
            let sync = CRMSync(
                configuration: CRMConfiguration(source: source, queries: crm.queries(leads: leads)),
                store: place.store,
                people: PeopleImport(contacts: place.contacts, country: "MY", offset: place.offset),
                metrics: CRMMetrics(Metrics()),
                clock: clock(place.clock),
                logger: Logger(service: "test", level: .error, output: { _ in }),
                holder: "a",
                firstWorkspace: { place.workspace }
            )
            _ = try await sync.begin()
            try await test(place, crm, sync)
            await source.close()
        }
    }
}

extension Neighbourhood {
    /// Of a request that comes now.
    var context: RequestContext {
        RequestContext(workspace: workspace, id: "r1", deadline: clock.now + .seconds(5), now: clock.now)
    }
}

extension CRMSync {
    /// Lets time go by, and looks.
    func look(_ place: Neighbourhood, after wait: Duration = .seconds(60)) async throws {
        place.clock.advance(by: wait)
        try await look(place.workspace)
    }
}
