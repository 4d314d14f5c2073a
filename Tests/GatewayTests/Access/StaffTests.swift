import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1))) struct StaffTests {
    @Test(arguments: StoreEngine.underTest)
    func `a new person signs in, sees one branch, and the other services hear of each change`(
        engine: StoreEngine
    ) async throws {
        try await withOffice(engine) { office in
            let mei = try await office.add("Mei", .agent, branch: " Kepong ")
            let caller = try await office.caller("MEI@example.com")
            #expect(caller.branch == "Kepong" && caller.permissions.allow(.edit, .chats))
            let admin = try await office.caller()
            #expect(admin.branch == nil)
            let fields = StaffFields(email: "mei@gym.example", name: "Mei Ling", role: mei.role, version: 1)
            let changed = try await office.book.update(mei.id, fields, by: admin)
            #expect(changed.version == 2 && changed.branch == nil)
            #expect(try await office.caller("mei@gym.example").staff == changed)
            let told = try await office.told().filter { $0.id == mei.id }
            #expect(told.map(\.version) == [1, 2])
            #expect(told.last == changed.profile(caller.permissions))
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who writes over a version they have not seen is told so`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let (mei, admin) = (try await office.add("Mei"), try await office.caller())
            var fields = StaffFields(email: mei.email, name: "Mei Ling", role: mei.role, version: 1)
            _ = try await office.book.update(mei.id, fields, by: admin)
            #expect(try await refusal { try await office.book.update(mei.id, fields, by: admin) } == "conflict")
            fields.version = nil
            #expect(try await office.book.update(mei.id, fields, by: admin).version == 3)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `one who is deactivated is out at once and may come back`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let mei = try await office.add("Mei")
            let token = try await office.signIn(mei.email).token
            let admin = try await office.caller()
            #expect(try await office.book.setStatus(mei.id, .inactive, by: admin).status == .inactive)
            #expect(try await office.signIns.caller(token: token) == nil)
            #expect(try await refusal { try await office.caller(mei.email) } == "wrong_credentials")
            #expect(try await office.book.setStatus(mei.id, .active, by: admin).version == 3)
            #expect(try await office.signIns.caller(token: token) == nil)
            #expect(try await office.caller(mei.email).staff?.id == mei.id)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `the last administrator stays one, also when two go at once`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let admin = try await office.caller()
            let ann = try #require(admin.staff)
            let fields = StaffFields(email: ann.email, name: ann.name, role: BuiltInRole.agent.name)
            let deny = PermissionExceptions(deny: try Permissions(["staff": [.edit]], field: "deny"))
            let book = office.book
            #expect(
                try await refusal { try await book.setStatus(ann.id, .inactive, by: admin) } == "last_administrator"
            )
            #expect(try await refusal { try await book.update(ann.id, fields, by: admin) } == "last_administrator")
            #expect(try await refusal { try await book.setExceptions(ann.id, deny, by: admin) } == "last_administrator")
            let ofBranch = StaffFields(email: ann.email, name: ann.name, role: ann.role, branch: "Kepong")
            #expect(try await refusal { try await book.update(ann.id, ofBranch, by: admin) } == "last_administrator")

            let ben = try await office.add("Ben", .administrator)
            let second = try await office.caller(ben.email)
            async let one = refusal { try await book.setStatus(ann.id, .inactive, by: admin) }
            async let two = refusal { try await book.setStatus(ben.id, .inactive, by: second) }
            #expect(try await [one, two].compactMap { $0 } == ["last_administrator"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who was deactivated or changed while they make a change does not make it`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let (book, admin) = (office.book, try await office.caller())
            for (name, problem) in [("Ben", "not_signed_in"), ("Lee", "conflict"), ("Raj", "conflict")] {
                let staff = try await office.add(name, .administrator)
                let stale = try await office.caller(staff.email)
                let store = InterruptedStore(store: office.store) {
                    switch name {
                    case "Ben": _ = try await book.setStatus(staff.id, .inactive, by: admin)
                    case "Lee":
                        let deny = PermissionExceptions(deny: try Permissions(["staff": [.edit]], field: ""))
                        _ = try await book.setExceptions(staff.id, deny, by: admin)
                    default:
                        let fields = StaffFields(email: staff.email, name: name, role: staff.role, branch: "Kepong")
                        _ = try await book.update(staff.id, fields, by: admin)
                    }
                }
                store.interrupt(after: 0)
                let other = StaffBook(store: store, outbox: office.outbox, clock: office.clock.clock)
                let undone = try await refusal { try await other.setStatus(staff.id, .active, by: stale) }
                #expect(undone == problem, "\(name)")
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `the list is searched, filtered and paged, and is the workspace's own`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            for name in ["Mei", "Raj", "Mei%"] { _ = try await office.add(name) }
            let all = try await office.book.list(StaffListQuery(limit: 3), in: office.workspace, scope: nil)
            #expect(all.items.count == 3 && all.hasMore)
            let next = StaffListQuery(cursor: all.nextCursor)
            let rest = try await office.book.list(next, in: office.workspace, scope: nil)
            #expect(rest.items.map(\.name) == ["Mei%"] && !rest.hasMore)
            let found = try await office.book.list(StaffListQuery(search: "mei"), in: office.workspace, scope: nil)
            #expect(found.items.count == 2)
            let literal = try await office.book.list(StaffListQuery(search: "i%"), in: office.workspace, scope: nil)
            #expect(literal.items.map(\.name) == ["Mei%"])
            let other = WorkspaceID(trusted: "other")
            #expect(try await office.book.list(StaffListQuery(), in: other, scope: nil).items.isEmpty)
            let mei = try #require(found.items.first?.id)
            #expect(try await refusal { try await office.book.member(mei, in: other, scope: nil) } == "not_found")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `an address belongs to one person, whatever its case`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let (mei, admin) = (try await office.add("Mei"), try await office.caller())
            #expect(try await refusal { try await office.add("MEI") } == "conflict")
            let taken = StaffFields(email: "ANN@example.com", name: "Mei", role: mei.role)
            #expect(try await refusal { try await office.book.update(mei.id, taken, by: admin) } == "conflict")
            for email in ["mei", "@example.com", "a b@example.com", "a@b@c", "<a@b>"] {
                let wrong = StaffFields(email: email, name: "Mei", role: mei.role)
                #expect(try await refusal { try await office.book.update(mei.id, wrong, by: admin) } == "invalid")
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `every statement fits the tables`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            try await explainEach(AccessQuery.self, in: office.store)
            try await explainEach(StaffQuery.self, in: office.store, scanning: [.anyStaff])
            try await explainEach(WorkspaceQuery.self, in: office.store, scanning: [.firstWorkspace])
            try await explainEach(SignInQuery.self, in: office.store)
            try await explainEach(PasswordQuery.self, in: office.store)
            try await explainEach(TokenQuery.self, in: office.store)
            try await explainEach(RoleQuery.self, in: office.store)
        }
    }
}
