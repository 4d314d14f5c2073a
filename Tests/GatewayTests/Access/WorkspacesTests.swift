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
            let second = try await office.workspaces.add(" Second ", by: ann)
            #expect(second.name == "Second" && second.role == BuiltInRole.administrator.name)
            let there = try await office.signIns.switchTo(second.id, ann.id, from: Office.visitor)
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
            let second = try await office.workspaces.add("Second", by: ann)
            let boss = try await office.caller(workspace: second.id)
            #expect(try await refusal { try await office.book.member(mei.id, in: second.id, scope: nil) } == "not_found")
            #expect(try await refusal { try await office.signIn(mei.email, workspace: second.id) } == "not_found")
            let roles = try await office.book.roles(in: second.id)
            #expect(roles.count == 3)

            // Mei works in both now: with her own password, whatever the second one says.
            var again = Office.person("mei", BuiltInRole.viewer.name)
            again.password = "another password"
            let elsewhere = try await office.book.add(again, by: boss)
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
}
