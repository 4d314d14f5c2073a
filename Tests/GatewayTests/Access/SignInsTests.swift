import Bus
import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1))) struct SignInsTests {
    @Test(arguments: StoreEngine.underTest)
    func `the first administrator signs in, whatever the case of the address`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let signIns = office.signIns
            let signedIn = try await office.signIn("ann@example.COM", "correct horse")
            let caller = try await signIns.caller(token: signedIn.token)
            #expect(caller?.staff == signedIn.staff)
            #expect(caller?.permissions.allow(.delete, .chats) == true)
        }
    }

    @Test(arguments: [("ann@example.com", "wrong"), ("nobody@example.com", "correct horse"), ("", "")])
    func `a wrong address and a wrong password get the same answer`(email: String, password: String) async throws {
        try await withOffice(.sqlite) { office in
            let error = await #expect(throws: Problem.self) {
                try await office.signIn(email, password)
            }
            #expect(error?.code == "wrong_credentials")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a token ends with its time and with signing out`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let (signIns, clock) = (office.signIns, office.clock)
            let first = try await office.signIn("ann@example.com", "correct horse")
            let second = try await office.signIn("ann@example.com", "correct horse")
            try await signIns.signOut(Pass(token: first.token))
            #expect(try await signIns.caller(token: first.token) == nil)
            #expect(try await signIns.caller(token: second.token) != nil)
            clock.advance(by: SignIns.lifetime + .seconds(1))
            #expect(try await signIns.caller(token: second.token) == nil)
            #expect(try await signIns.caller(token: "made up") == nil)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a second start makes nobody, and a missing password is made at random`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await store.migrate("bus", Bus.migrations)
            try await store.migrate("gateway", Gateway.migrations)
            let bootstrap = Bootstrap(store: store, outbox: Outbox(.gateway), clock: .system)
            let (workspace, made) = try await bootstrap.run(email: "ann@example.com", password: nil)
            let password = try #require(made?.password)
            #expect(password.count >= 32)
            let (again, second) = try await bootstrap.run(email: "ben@example.com", password: nil)
            #expect(again == workspace)
            #expect(second == nil)
            let credentials = Credentials(email: "ann@example.com", password: password)
            _ = try await SignIns(store: store, clock: .system).signIn(credentials, from: Office.visitor)
        }
    }
}
