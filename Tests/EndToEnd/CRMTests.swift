import JSON
import TestSupport
import Testing

/// A gym's own database beside Mynah, as staff see it.
@Suite(
    .serialized,
    .timeLimit(.minutes(3)),
    .enabled(if: StorePlace.server != nil, "MYNAH_TEST_POSTGRES names no server")
)
struct CRMTests {
    private static let tables = """
        CREATE TABLE view_2_member (id int PRIMARY KEY, name text, phone text, updated_at timestamptz DEFAULT now());
        CREATE TABLE view_4_1_2_member_package (id int PRIMARY KEY, member_id int, package_name text,
            remaining_sessions int, expiry_date date, updated_at timestamptz DEFAULT now());
        INSERT INTO view_2_member VALUES (1, 'Aisyah Rahman', '012-345 6701');
        INSERT INTO view_4_1_2_member_package VALUES (1, 1, 'Yoga 12', 3, CURRENT_DATE + 30);
        """
    private static let end = """
        UPDATE view_4_1_2_member_package SET expiry_date = CURRENT_DATE - 30, updated_at = now()
        """

    @Test func `who writes is the member of the CRM, and what becomes of their package shows`() async throws {
        let group = try ProcessGroup()
        let crm = try await Database(named: "mynah_crm_\(UInt32.random(in: 0...(.max)))", in: group)
        try await crm.run(Self.tables, in: group)
        var setup = Setup()
        setup.environment = ["MYNAH_CRM_URL": crm.url, "MYNAH_CRM_LEADS": "-"]
        try await System.run(setup) { system in
            let api = try await system.signIn()
            try await system.waha.receive(from: "60123456701", ["text": "Is there a class tonight?"])
            let active = try await contact(api, badge: "active")
            #expect(active["name"].string == "Aisyah Rahman")
            try await crm.run(Self.end, in: group)
            let asked = try await api.value(api.post("/api/crm/sync", ["whole": false]))
            #expect(asked["configured"].bool == true)
            _ = try await contact(api, badge: "expired")
            let tables = try await api.value(api.get("/api/crm/sync"))["tables"].array
            #expect(tables.map { $0["table"].string } == ["members", "packages"])
            #expect(tables.allSatisfy { $0["error"].string == nil })
        }
        try await crm.drop(in: group)
        await group.end()
    }

    /// The contact of the only conversation, once its badge is as wanted.
    private func contact(_ api: API, badge: String) async throws -> JSONValue {
        try await eventually("the badge is \(badge)") {
            let contact = try await api.conversation(with: "60123456701")["contact"]
            return contact["badge"]["status"].string == badge ? contact : nil
        }
    }
}
