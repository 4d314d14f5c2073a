import Contracts
import Store
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1))) struct WorkspacesTests {
    @Test(arguments: StoreEngine.underTest)
    func `whoever makes a workspace administers it, and goes to and fro with one password`(
        engine: StoreEngine
    ) async throws {
        try await withOffice(engine) { office in
            let ann = try #require(try await office.caller().staff)
            let second = try await office.workspaces.add(NewWorkspace(name: " Second "), by: ann)
            #expect(second.name == "Second" && second.role == BuiltInRole.administrator.name)
            let there = try await office.switchTo(second.id, from: office.signIn())
            #expect(there.workspaces.map(\.name) == ["Main", "Second"])
            let caller = try #require(try await office.signIns.caller(token: there.token))
            #expect(caller.workspace == second.id && caller.permissions == .all)
            #expect(caller.staff?.id != ann.id)
            // The one used last, unless another is chosen.
            #expect(try await office.caller().workspace == second.id)
            #expect(try await office.caller(workspace: office.workspace).workspace == office.workspace)
            #expect(try await office.told().count == 2)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `one workspace says nothing about another`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let ann = try #require(try await office.caller().staff)
            let mei = try await office.add("Mei")
            let second = try await office.workspaces.add(NewWorkspace(name: "Second"), by: ann)
            let boss = try await office.caller(workspace: second.id)
            let book = office.book
            #expect(try await refusal { try await book.member(mei.id, in: second.id, scope: nil) } == "not_found")
            #expect(try await refusal { try await office.signIn(mei.email, workspace: second.id) } == "not_found")
            let roles = try await office.book.roles(in: second.id)
            #expect(roles.count == 3)

            // Mei works in both now: with her own password, whatever the second one says.
            try await office.chooseByLink(mei.email)
            var again = Office.person("mei", BuiltInRole.viewer.name)
            again.password = "another password"
            let elsewhere = try await office.book.add(again, by: boss)
            #expect(try await !office.book.isWaitingForLink(elsewhere.id))
            #expect(try await refusal { try await office.signIn(mei.email, "another password") } == "wrong_credentials")
            #expect(try await office.caller(mei.email, workspace: second.id).staff?.id == elsewhere.id)
            let fields = StaffFields(email: "thief@example.com", name: "Mei", role: elsewhere.role)
            #expect(
                try await refusal { try await office.book.update(elsewhere.id, fields, by: boss) } == "shared_account"
            )

            // To be put out of one is not to be put out of the other.
            _ = try await office.book.setStatus(elsewhere.id, .inactive, by: boss)
            #expect(try await office.caller(mei.email).workspace == office.workspace)
            #expect(try await office.workspaces.list(of: mei.id).map(\.id) == [office.workspace])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a password that one workspace gave is good for no other until its owner has used a link`(
        engine: StoreEngine
    ) async throws {
        try await withOffice(engine) { office in
            let ann = try #require(try await office.caller().staff)
            // The first workspace knows the password of an address that is not its to give, made or changed to.
            let made = try await office.add("Victim")
            var moved = try await office.add("Other")
            try await office.chooseByLink(moved.email)
            let stale = try #require(try await office.passwords.makeReset(for: moved.email))
            let fields = StaffFields(email: "late@example.com", name: "Other", role: moved.role)
            moved = try await office.book.update(moved.id, fields, by: office.caller())
            let reset = try await refusal {
                try await office.reset(stale.token, to: "battery staple")
            }
            #expect(reset == "link_expired")

            let second = try await office.workspaces.add(NewWorkspace(name: "Second"), by: ann)
            let boss = try await office.caller(workspace: second.id)
            for (name, here) in [("Victim", made), ("Late", moved)] {
                let there = try await office.book.add(Office.person(name, BuiltInRole.agent.name), by: boss)
                #expect(try await office.book.isWaitingForLink(there.id))
                #expect(try await refusal { try await office.signIn(here.email, workspace: second.id) } == "not_found")
                let inside = try await office.signIn(here.email)
                #expect(inside.staff.id == here.id && inside.workspaces.map(\.id) == [office.workspace])
                #expect(try await refusal { try await office.switchTo(second.id, from: inside) } == "not_found")
                // Nor does a new password help that was chosen with the old one.
                let pass = Pass(token: inside.token)
                try await office.passwords.change(of: here, keeping: pass, from: Office.password, to: Office.password)
                #expect(try await refusal { try await office.signIn(here.email, workspace: second.id) } == "not_found")

                try await office.chooseByLink(here.email)
                #expect(try await office.signIns.caller(token: inside.token) == nil)
                #expect(try await office.caller(here.email, workspace: second.id).staff?.id == there.id)
                #expect(try await !office.book.isWaitingForLink(there.id))
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who has chosen no password yet is sent a link, whatever password another workspace gives`(
        engine: StoreEngine
    ) async throws {
        try await withOffice(engine) { office in
            let ann = try #require(try await office.caller().staff)
            let second = try await office.workspaces.add(NewWorkspace(name: "Second"), by: ann)
            var mei = Office.person("Mei", BuiltInRole.agent.name)
            mei.password = nil
            let first = try await office.book.add(mei, by: office.caller(workspace: office.workspace))
            mei.password = "another password"
            let there = try await office.book.add(mei, by: office.caller(workspace: second.id))
            for staff in [first, there] { #expect(try await office.book.isWaitingForLink(staff.id)) }
            #expect(try await refusal { try await office.signIn(mei.email, "another password") } == "wrong_credentials")
            try await office.chooseByLink(mei.email)
            #expect(try await office.signIn(mei.email).workspaces.count == 2)
        }
    }
}
