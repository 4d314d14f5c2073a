import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import enrichment

/// Members, packages and leads kept in step with a CRM's own PostgreSQL database; skipped without a server.
@Suite(.timeLimit(.minutes(2)))
struct CRMSyncTests {
    private static let servers = MemberDatabase.servers

    private func show(_ place: Neighbourhood) async throws -> CRMSyncStatus {
        let context = place.context
        return try await place.store.read { try CRMDesk(isConfigured: true).show(ShowCRMSync(), context, $0) }
    }

    private func ask(_ place: Neighbourhood, _ request: RunCRMSync, isConfigured: Bool = true) async throws {
        let context = place.context
        let desk = CRMDesk(isConfigured: isConfigured)
        try await place.store.write { _ = try desk.run(request, context, $0) }
    }

    private func status(_ place: Neighbourhood, _ table: CRMTable) async throws -> CRMTableStatus {
        try #require(try await show(place).tables.first { $0.table == table })
    }

    @Test(arguments: servers)
    func `reads all of it, then what has changed, and notices what has gone`(engine: StoreEngine) async throws {
        try await withMemberDatabase(engine) { place, crm, sync in
            try await crm.run(
                """
                INSERT INTO people VALUES ('\(MemberDatabase.ann)', 'Ann Lim', '012-345 6789', '1990-05-17', 'Kepong', '{"kind": "gold"}',
                    '2025-03-01T20:00:00Z', '2026-01-01T00:00:00Z');
                INSERT INTO bought VALUES (7, '\(MemberDatabase.ann)', 'Ten', 3.00, '2027-01-01', 'Joe', '2026-01-01'),
                    (8, '\(MemberDatabase.ann)', 'Old', 0, '2025-01-01', NULL, '2026-01-01');
                INSERT INTO leads VALUES ('l1', 'Lee', '0199999999', 'No Reply', NULL), ('l2', NULL, '12', 'New', NULL);
                """
            )
            try await sync.look(place.workspace)
            let card = try await place.card(phone: "0123456789")
            #expect(
                card.member
                    == Member(
                        id: MemberDatabase.ann,
                        name: "Ann Lim",
                        phone: "012-345 6789",
                        dateOfBirth: "1990-05-17",
                        branch: "Kepong",
                        registeredOn: "2025-03-02"
                    )
            )
            #expect(card.packages.map(\.remainingSessions) == [3, 0] && card.packages[0].trainer == "Joe")
            #expect(card.contact?.badge.label == "Active")
            #expect(try await place.card(phone: "0199999999").contact?.badge.label == "No Reply")
            let leads = try await status(place, .leads)
            #expect(leads.rows == 2 && leads.created == 1 && leads.refused == 1)
            #expect(leads.problem == "l2: name is missing" && leads.error == nil && leads.wholeReadAt != nil)

            // A change is read with nothing else; a deletion waits until all is read.
            try await crm.run(
                """
                UPDATE people SET name = 'Ann Lim Mei', updated_at = '2026-01-02T00:00:00Z';
                DELETE FROM bought WHERE id = 7;
                """
            )
            try await sync.look(place.workspace)
            #expect(try await place.card(phone: "0123456789").contact?.name == "Ann Lim")
            try await sync.look(place)
            #expect(try await place.card(phone: "0123456789").contact?.name == "Ann Lim Mei")
            #expect(try await status(place, .members).updated == 1)
            #expect(try await status(place, .packages).rows == 0)
            try await sync.look(place, after: .seconds(3600))
            #expect(try await place.card(phone: "0123456789").contact?.badge.label == "Expired")
            #expect(try await status(place, .packages).removed == 1)
            let members = try await status(place, .members)
            #expect(members.removed == 0 && members.rows == 1 && members.updated == 0)
        }
    }

    /// What was uploaded is nobody's to delete but the uploader's.
    @Test(arguments: servers)
    func `pages through more than a page and removes only its own`(engine: StoreEngine) async throws {
        try await withMemberDatabase(engine) { place, crm, sync in
            try await place.upsert(leads: [Lead(id: "own", name: "Own", phone: "0188888888")])
            try await crm.run(
                """
                INSERT INTO leads SELECT 'L' || n, 'Lead ' || n, '01' || (10000000 + n), 'New' FROM generate_series(1, 1203) n
                """
            )
            try await sync.look(place.workspace)
            #expect(try await status(place, .leads).created == 1203)
            try await crm.run("DELETE FROM leads WHERE id IN ('L1', 'L999', 'L1203', 'L500')")
            try await sync.look(place)
            #expect(try await status(place, .leads).removed == 4)
            let count: Int? = try await place.store.read {
                try $0.first(sql: "SELECT COUNT(*) AS n FROM lead")?.get("n")
            }
            #expect(count == 1200)
            #expect(try await place.leads("own").items.count == 1)
            #expect(try await place.card(phone: "0110000999").contact?.kind == .unknown)
        }
    }

    @Test(arguments: servers)
    func `keeps all when most has gone, until somebody says that it is right`(engine: StoreEngine) async throws {
        try await withMemberDatabase(engine) { place, crm, sync in
            try await crm.run("INSERT INTO leads SELECT 'L' || n, 'Lead', NULL, 'New' FROM generate_series(1, 50) n")
            try await sync.look(place.workspace)
            for statement in ["DELETE FROM leads WHERE id <> 'L1'", "DELETE FROM leads"] {
                try await crm.run(statement)
                try await sync.look(place)
                let leads = try await status(place, .leads)
                #expect(leads.removed == 0 && leads.withheld >= 49 && leads.error == nil)
            }
            #expect(try await place.leads().items.count == 50)
            try await ask(place, RunCRMSync(whole: false, acceptRemovals: true))
            try await sync.look(place.workspace)
            let leads = try await status(place, .leads)
            #expect(leads.removed == 50 && leads.withheld == 0)
            #expect(try await place.leads().items.isEmpty)
        }
    }

    @Test(arguments: servers)
    func `asks with the moment where the query has a place for it`(engine: StoreEngine) async throws {
        let query =
            "SELECT lead_id, full_name, \"Changed\" AS \"UPDATED_AT\" FROM \"SCHEMA\".odd WHERE \"Changed\" > $1"
        try await withMemberDatabase(engine, leads: query) { place, crm, sync in
            try await crm.run(
                """
                CREATE TABLE odd (lead_id bigint, full_name text, "Changed" timestamp);
                INSERT INTO odd VALUES (1, 'One', '2026-01-01'), (2, 'Two', '2026-01-01 10:00:00.123456')
                """
            )
            try await sync.look(place.workspace)
            #expect(try await status(place, .leads).created == 2)
            try await crm.run(
                "INSERT INTO odd VALUES (3, 'Three', '2026-01-01 10:00:00.123457'), (4, 'Four', '2025-01-01')"
            )
            try await sync.look(place)
            let leads = try await status(place, .leads)
            #expect(leads.rows == 1 && leads.created == 1)
            #expect(try await place.leads().items.map(\.lead.name) == ["One", "Two", "Three"])
        }
    }

    @Test(arguments: servers)
    func `says what failed, goes on with the other tables, and waits ever longer`(engine: StoreEngine) async throws {
        try await withMemberDatabase(engine) { place, crm, sync in
            try await crm.run(
                "DROP VIEW view_2_member; INSERT INTO leads VALUES ('l1', 'Lee', '0199999999', 'New', NULL)"
            )
            try await sync.look(place.workspace)
            #expect(try await status(place, .members).error?.contains("view_2_member") == true)
            #expect(try await status(place, .leads).created == 1)
            var shown = try await show(place)
            #expect(shown.failures == 1 && shown.nextRunAt == place.clock.now + .seconds(120))
            try await sync.look(place, after: .seconds(119))
            #expect(try await show(place).failures == 1)
            try await sync.look(place, after: .seconds(1))
            shown = try await show(place)
            #expect(shown.failures == 2 && shown.nextRunAt == place.clock.now + .seconds(240) && !shown.running)

            try await crm.run("CREATE VIEW view_2_member AS SELECT * FROM people")
            try await ask(place, RunCRMSync(whole: false, acceptRemovals: false))
            try await sync.look(place.workspace)
            shown = try await show(place)
            #expect(shown.failures == 0 && shown.tables.allSatisfy { $0.error == nil && $0.finishedAt != nil })
        }
    }

    @Test(arguments: servers)
    func `one instance at a time reads, and one that was taken for dead writes nothing more`(
        engine: StoreEngine
    ) async throws {
        try await withMemberDatabase(engine) { place, crm, sync in
            try await crm.run("INSERT INTO leads VALUES ('l1', 'Lee', '0199999999', 'New', NULL)")
            let (workspace, now) = (place.workspace, place.clock.now)
            let other = try await place.store.write { try CRMTurn.take(workspace, "b", .seconds(90), at: now, $0) }
            let turn = try #require(other)
            try await sync.look(place)
            #expect(try await show(place).running)
            #expect(try await place.leads().items.isEmpty)
            try await sync.look(place, after: .seconds(30))
            #expect(try await place.leads().items.count == 1)
            let later = place.clock.now
            await #expect(throws: CRMError.taken) { try await place.store.write { try turn.hold(at: later, $0) } }
        }
    }

    /// Between any two looks at the clock an hour goes by, which is longer than the lease.
    @Test(arguments: servers.filter { $0 == .sqlite })
    func `who reads is heard of for longer and longer`(engine: StoreEngine) async throws {
        func clock(_ time: TestClock) -> WallClock {
            WallClock {
                time.advance(by: .seconds(3600))
                return time.now
            }
        }
        try await withMemberDatabase(engine, clock: clock) { place, crm, sync in
            try await place.store.write {
                try $0.run(
                    script: """
                        CREATE TRIGGER lease AFTER UPDATE OF held_until ON crm
                        WHEN NEW.held_until > 0 AND NEW.held_until < OLD.held_until
                        BEGIN SELECT RAISE(ABORT, 'the lease was set back'); END
                        """
                )
            }
            try await crm.run("INSERT INTO leads VALUES ('l1', 'Lee', '0199999999', 'New', NULL)")
            try await sync.look(place.workspace)
            #expect(try await place.leads().items.count == 1)
        }
    }

    @Test(arguments: servers)
    func `an order that comes while it reads is another run's`(engine: StoreEngine) async throws {
        try await withMemberDatabase(engine) { place, crm, sync in
            let (workspace, now) = (place.workspace, place.clock.now)
            let taken = try await place.store.write { try CRMTurn.take(workspace, "a", .seconds(90), at: now, $0) }
            let turn = try #require(taken)
            try await ask(place, RunCRMSync(whole: true, acceptRemovals: false))
            try await place.store.write { try turn.finish(failures: 0, next: now + .seconds(60), $0) }
            #expect(try await show(place).nextRunAt == now)
            let next = try await place.store.write { try CRMTurn.take(workspace, "a", .seconds(90), at: now, $0) }
            #expect(next?.whole == true && next?.acceptsRemovals == false)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `says so when no database is named`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in
            for isConfigured in [true, false] {
                let error = await #expect(throws: Problem.self) {
                    try await ask(place, RunCRMSync(whole: false, acceptRemovals: false), isConfigured: isConfigured)
                }
                #expect(error?.status == 409 && error?.code == "crm_not_configured")
            }
            let shown = try await show(place)
            #expect(shown == CRMSyncStatus(configured: false))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `the database fits every statement, and no table is scanned`(engine: StoreEngine) async throws {
        try await withNeighbourhood(engine) { place in try await explainEach(CRMQuery.self, in: place.store) }
    }
}
