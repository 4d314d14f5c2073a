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

    @Test(arguments: StoreEngine.underTest, [true, false])
    func `who is put out while the password is checked stays out`(engine: StoreEngine, isReset: Bool) async throws {
        try await withOffice(engine) { office in
            let (mei, admin) = (try await office.add("Mei"), try await office.caller())
            let second = try await office.workspaces.add(NewWorkspace(name: "Second"), by: mei)
            let inside = try await office.signIn(mei.email, workspace: office.workspace)
            let store = InterruptedStore(store: office.store) {
                if isReset {
                    try await office.chooseByLink(mei.email, "battery staple")
                } else {
                    _ = try await office.book.setStatus(mei.id, .inactive, by: admin)
                }
            }
            let signIns = SignIns(store: store, activity: office.activity, clock: office.clock.clock)
            let switched = try await refusal {
                store.interrupt(after: 0)
                let pass = Pass(token: inside.token)
                return try await signIns.switchTo(second.id, mei.id, by: pass, from: Office.visitor)
            }
            #expect(switched == "not_signed_in")
            _ = try await office.book.setStatus(mei.id, .active, by: admin)
            if isReset { try await office.chooseByLink(mei.email) }
            let signedIn = try await refusal {
                store.interrupt(after: 1)  // the attempt is counted first
                let here = Credentials(email: mei.email, password: Office.password, workspace: office.workspace)
                return try await signIns.signIn(here, from: Office.visitor)
            }
            #expect(signedIn == "wrong_credentials")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a password that was chosen by a link meanwhile is not changed with the old one`(
        engine: StoreEngine
    ) async throws {
        try await withOffice(engine) { office in
            let here = try await office.signIn()
            let store = InterruptedStore(store: office.store) {
                try await office.chooseByLink("ann@example.com", "battery staple")
            }
            let passwords = Passwords(store: store, activity: office.activity, clock: office.clock.clock)
            let changed = try await refusal {
                store.interrupt(after: 2)  // it is read and counted first
                let pass = Pass(token: here.token)
                try await passwords.change(of: here.staff, keeping: pass, from: Office.password, to: "a third one")
            }
            #expect(changed == "wrong_password")
            _ = try await office.signIn("ann@example.com", "battery staple")
        }
    }

    @Test(arguments: [("https://app.gym.example", true), ("HTTPS://app", true), ("http://127.0.0.1:8080", false)])
    func `the cookie is kept to TLS where browsers come over TLS`(address: String, isSecure: Bool) {
        let cookie = SessionCookie(publicAddress: address)
        for header in [cookie.setting("t"), cookie.clearing] {
            #expect(header.value.hasSuffix("; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")))
        }
        #expect(cookie.setting("t").value.hasPrefix("mynah_session=t; Path=/; Max-Age=2592000;"))
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
            let activity = SignInActivity(log: ActivityLog(clock: .system))
            let signIns = SignIns(store: store, activity: activity, clock: .system)
            _ = try await signIns.signIn(credentials, from: Office.visitor)
        }
    }
}
