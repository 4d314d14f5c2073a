import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1))) struct ConnectionWatchTests {
    /// Runs a test while someone is connected.
    /// - Returns: how the connection ended.
    private func ending(
        _ engine: StoreEngine,
        _ change: @escaping @Sendable (Office, Staff, Pass) async throws -> Void
    ) async throws -> ConnectionWatch.Ending? {
        try await withStore(engine) { store in
            let office = try await Office(store)
            let mei = try await office.add("Mei", branch: "Kepong")
            let caller = try await office.caller(mei.email)
            let pass = try #require(caller.pass)
            let watch = ConnectionWatch(
                signIns: office.signIns,
                clock: office.clock.clock,
                logger: .silent,
                nudge: office.nudge
            )
            let guest = watch.attend(caller)
            return try await running([watch]) {
                try await change(office, mei, pass)
                return await guest.endings.first { _ in true }
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `one who is deactivated is let go`(engine: StoreEngine) async throws {
        let ending = try await ending(engine) { office, mei, _ in
            _ = try await office.book.setStatus(mei.id, .inactive, by: office.caller())
        }
        #expect(ending == .signedOut)
    }

    @Test func `one who signs out is let go`() async throws {
        #expect(try await ending(.sqlite) { office, _, pass in try await office.signIns.signOut(pass) } == .signedOut)
    }

    @Test func `one whose sign-in is over is let go`() async throws {
        let ending = try await ending(.sqlite) { office, _, _ in
            office.clock.advance(by: SignIns.lifetime + .seconds(1))
            office.nudge.poke()
        }
        #expect(ending == .signedOut)
    }

    @Test func `one who sees another branch connects again`() async throws {
        let ending = try await ending(.sqlite) { office, mei, _ in
            let fields = StaffFields(email: mei.email, name: mei.name, role: mei.role, branch: "Damansara")
            _ = try await office.book.update(mei.id, fields, by: office.caller())
        }
        #expect(ending == .changed)
    }

    @Test func `one whose role may do other things connects again`() async throws {
        let ending = try await ending(.sqlite) { office, mei, _ in
            let less = try Permissions(["chats": [.view]], field: "")
            _ = try await office.book.putRole(mei.role, less, by: office.caller())
        }
        #expect(ending == .changed)
    }

    @Test func `a change that another instance made is seen as well, and one of others does not matter`() async throws {
        let ending = try await ending(.sqlite) { office, mei, _ in
            let elsewhere = StaffBook(store: office.store, outbox: office.outbox, clock: office.clock.clock)
            let raj = try await office.add("Raj")
            _ = try await elsewhere.setStatus(raj.id, .inactive, by: office.caller())
            let fields = StaffFields(email: mei.email, name: "Mei Ling", role: mei.role, branch: mei.branch)
            _ = try await elsewhere.update(mei.id, fields, by: office.caller())
            _ = try await elsewhere.setStatus(mei.id, .inactive, by: office.caller())
        }
        #expect(ending == .signedOut)
    }
}
