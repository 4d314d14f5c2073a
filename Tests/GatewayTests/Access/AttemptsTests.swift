import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1))) struct AttemptsTests {
    private func tries(_ office: Office, _ email: String, from ip: String = "203.0.113.9") async throws -> Problem? {
        let credentials = Credentials(email: email, password: "wrong")
        do {
            _ = try await office.signIns.signIn(credentials, from: Visitor(ip: ip, agent: ""))
            return nil
        } catch let problem as Problem {
            return problem
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `ten wrong passwords close an address for a quarter of an hour, on every instance`(
        engine: StoreEngine
    ) async throws {
        try await withOffice(engine) { office in
            // As many at once as one likes.
            let codes = try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 0..<15 {
                    group.addTask { try await tries(office, "ann@example.com", from: "203.0.113.\(number)")?.status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.filter { $0 == 401 }.count == 10 && codes.filter { $0 == 429 }.count == 5)
            let elsewhere = SignIns(store: office.store, activity: office.activity, clock: office.clock.clock)
            let right = Credentials(email: "ANN@example.com", password: Office.password)
            let closed = await #expect(throws: Problem.self) {
                try await elsewhere.signIn(right, from: Office.visitor)
            }
            #expect(closed?.status == 429 && closed?.retryAfter == 900)
            let ann = try #require(try await office.staff("ann@example.com"))
            let attempts = try await office.sessions.attempts(of: ann, AttemptListQuery())
            // That it was closed is kept once, however often it is tried.
            #expect(attempts.items.filter { $0.outcome == .tooMany }.count == 1 && attempts.items.count == 11)
            #expect(try await tries(office, "nobody@example.com")?.status == 401)
            office.clock.advance(by: .seconds(901))
            _ = try await elsewhere.signIn(right, from: Office.visitor)
        }
    }

    @Test func `those who are right are not counted`() async throws {
        try await withOffice(.sqlite) { office in
            for _ in 0..<12 { _ = try await office.signIn() }
            for _ in 0..<9 { #expect(try await tries(office, "ann@example.com")?.status == 401) }
            _ = try await office.signIn()
            #expect(try await tries(office, "ann@example.com")?.status == 401)
        }
    }

    @Test func `a network that tries many addresses is closed, also one of IPv6 with many of its own`() async throws {
        try await withOffice(.sqlite) { office in
            let now = office.clock.clock.now()
            try await office.store.write { transaction in
                let origin = Visitor(ip: "2001:db8:1:2::1", agent: "").origin
                for _ in 0..<100 {
                    _ = try AttemptLimit.signInByOrigin.count(origin, at: now, in: transaction)
                }
            }
            #expect(try await tries(office, "a@example.com", from: "2001:db8:1:2::2")?.status == 429)
            #expect(try await tries(office, "z@example.com", from: "2001:db8:1:3::1")?.status == 401)
            // Nothing is kept of addresses that nobody has.
            let count: Int? = try await office.store.read {
                try $0.first(sql: "SELECT COUNT(*) AS count FROM sign_in_attempt")?.get("count")
            }
            #expect(count == 0)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who tried to sign in is kept with when, from where and how it ended`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let ann = try #require(try await office.caller().staff)
            _ = try await tries(office, ann.email, from: "198.51.100.7")
            let second = try await office.workspaces.add(NewWorkspace(name: "Second"), by: ann)
            let there = try await office.signIn(workspace: second.id).staff
            let own = try await office.sessions.attempts(of: ann.id, AttemptListQuery())
            #expect(own.items.map(\.outcome) == [.succeeded, .wrongPassword, .succeeded])
            #expect(own.items[1].ip == "198.51.100.7" && own.items[0].userAgent == "test")
            #expect(own.items[0].workspaceId == second.id)
            // A workspace sees what led into it, and what failed.
            let theirs = try await office.sessions.attempts(
                of: there.id,
                in: second.id,
                scope: nil,
                AttemptListQuery()
            )
            #expect(theirs.items.map(\.outcome) == [.succeeded, .wrongPassword])
            let foreign = try await refusal {
                try await office.sessions.attempts(of: ann.id, in: second.id, scope: nil, AttemptListQuery())
            }
            #expect(foreign == "not_found")
            let first = try await office.sessions.attempts(of: ann.id, AttemptListQuery(limit: 2))
            let rest = try await office.sessions.attempts(
                of: ann.id,
                AttemptListQuery(limit: 2, cursor: first.nextCursor)
            )
            #expect(first.items.count == 2 && rest.items.map(\.id) == [own.items[2].id] && !rest.hasMore)
        }
    }
}
