import Contracts
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
            async let one = refusal { try await book.setStatus(ann.id, .inactive, by: admin) }
            async let two = refusal { try await book.setStatus(ben.id, .inactive, by: admin) }
            #expect(try await [one, two].compactMap { $0 } == ["last_administrator"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `nobody gives more than they have, nor touches those who may do more`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let (book, admin) = (office.book, try await office.caller())
            let lead = RoleName(trusted: "lead")
            let permissions = try Permissions(
                [
                    "chats": PermissionAction.allCases, "people": [.view], "campaigns": [.view], "channels": [.view],
                    "staff": [.view, .edit, .create],
                ],
                field: ""
            )
            _ = try await book.putRole(lead, permissions, by: admin)
            _ = try await book.add(Office.person("Lee", lead), by: admin)
            let lee = try await office.caller("lee@example.com")
            let mei = try await book.add(Office.person("Mei", BuiltInRole.agent.name), by: lee)

            let boss = StaffFields(email: mei.email, name: "Mei", role: BuiltInRole.administrator.name)
            #expect(try await refusal { try await book.update(mei.id, boss, by: lee) } == "not_allowed")
            let more = PermissionExceptions(allow: try Permissions(["staff": [.delete]], field: ""))
            #expect(try await refusal { try await book.setExceptions(mei.id, more, by: lee) } == "not_allowed")
            #expect(try await refusal { try await book.putRole(lead, .all, by: lee) } == "not_allowed")
            let ann = try #require(admin.staff?.id)
            #expect(try await refusal { try await book.setStatus(ann, .inactive, by: lee) } == "not_allowed")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what is denied to someone is given back by those alone who have it`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let (book, admin) = (office.book, try await office.caller())
            let lead = RoleName(trusted: "lead")
            let permissions = try Permissions(["chats": [.view, .edit], "staff": [.view, .edit]], field: "")
            _ = try await book.putRole(lead, permissions, by: admin)
            let lee = try await book.add(Office.person("Lee", lead), by: admin)
            let mei = try await book.add(Office.person("Mei", lead), by: admin)
            let noChats = PermissionExceptions(deny: try Permissions(["chats": [.edit]], field: ""))
            for staff in [lee, mei] { _ = try await book.setExceptions(staff.id, noChats, by: admin) }
            let caller = try await office.caller(lee.email)
            for staff in [lee, mei] {
                let given = try await refusal { try await book.setExceptions(staff.id, .none, by: caller) }
                #expect(given == "not_allowed")
            }
            // To take more away is hers to do, and to give that back, too.
            let less = PermissionExceptions(deny: try Permissions(["chats": [.view, .edit]], field: ""))
            #expect(try await book.setExceptions(mei.id, less, by: caller).permissions == ["staff": [.view, .edit]])
            _ = try await book.setExceptions(mei.id, noChats, by: caller)
            #expect(try await book.setExceptions(mei.id, .none, by: admin).permissions == permissions.listed)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who sees one branch sees and changes the staff of it alone, and keeps them in it`(
        engine: StoreEngine
    ) async throws {
        try await withOffice(engine) { office in
            let (book, admin, kepong) = (office.book, try await office.caller(), "Kepong")
            let lead = RoleName(trusted: "lead")
            let permissions = try Permissions(["staff": PermissionAction.allCases], field: "")
            _ = try await book.putRole(lead, permissions, by: admin)
            let lee = try await book.add(Office.person("Lee", lead, branch: kepong), by: admin)
            let caller = try await office.caller(lee.email)
            func fields(_ staff: Staff, branch: String?) -> StaffFields {
                StaffFields(email: staff.email, name: "Changed", role: staff.role, branch: branch)
            }

            let mei = try await book.add(Office.person("Mei", lead, branch: kepong), by: caller)
            #expect(try await book.update(mei.id, fields(mei, branch: kepong), by: caller).version == 2)
            for branch in [nil, "Damansara"] {
                let raj = Office.person("Raj", lead, branch: branch)
                #expect(try await refusal { try await book.add(raj, by: caller) } == "not_allowed")
                for staff in [lee, mei] {
                    let moved = fields(staff, branch: branch)
                    #expect(try await refusal { try await book.update(staff.id, moved, by: caller) } == "not_allowed")
                }
                let there = try await book.add(Office.person("\(branch ?? "all")", lead, branch: branch), by: admin)
                let taken = fields(there, branch: kepong)
                let scope = caller.branch
                for code in [
                    try await refusal { try await book.update(there.id, taken, by: caller) },
                    try await refusal { try await book.setStatus(there.id, .inactive, by: caller) },
                    try await refusal { try await book.setExceptions(there.id, .none, by: caller) },
                    try await refusal { try await book.member(there.id, in: office.workspace, scope: scope) },
                    try await refusal {
                        try await office.sessions.attempts(
                            of: there.id,
                            in: office.workspace,
                            scope: scope,
                            AttemptListQuery()
                        )
                    },
                ] {
                    #expect(code == "not_found")
                }
            }
            let list = try await book.list(StaffListQuery(), in: office.workspace, scope: caller.branch)
            #expect(list.items.map(\.id) == [lee.id, mei.id])
            #expect(try await refusal { try await book.putRole(lead, .none, by: caller) } == "not_allowed")
            #expect(try await refusal { try await book.deleteRole(lead, by: caller) } == "not_allowed")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `exceptions are merged with the role, and a changed role counts at once`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let (mei, admin) = (try await office.add("Mei", .viewer), try await office.caller())
            let exceptions = PermissionExceptions(
                allow: try Permissions(["chats": [.edit]], field: ""),
                deny: try Permissions(["people": [.view]], field: "")
            )
            let member = try await office.book.setExceptions(mei.id, exceptions, by: admin)
            #expect(member.permissions == ["chats": [.view, .edit], "campaigns": [.view], "channels": [.view]])
            #expect(member.staff.version == 2)
            let role = try Permissions(["people": [.view, .edit]], field: "")
            _ = try await office.book.putRole(mei.role, role, by: admin)
            #expect(try await office.caller(mei.email).permissions.listed == ["chats": [.edit], "people": [.edit]])
            #expect(try await office.book.member(mei.id, in: office.workspace, scope: nil).allow == ["chats": [.edit]])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `the other services hear what each may do, also when the role changes`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let mei = try await office.add("Mei", .viewer)
            func told() async throws -> StaffProfile? {
                try await office.told().filter { $0.id == mei.id }.max { $0.version < $1.version }
            }
            let first = try await told()
            #expect(first?.viewsChats == true && first?.writesChats == false && first?.managesChannels == false)
            let role = try Permissions(["channels": [.view, .edit]], field: "")
            _ = try await office.book.putRole(mei.role, role, by: office.caller())
            let now = try await told()
            #expect(now?.viewsChats == false && now?.managesChannels == true && now?.version == mei.version + 1)
            let denied = PermissionExceptions(deny: try Permissions(["channels": [.edit]], field: ""))
            _ = try await office.book.setExceptions(mei.id, denied, by: office.caller())
            #expect(try await told()?.managesChannels == false)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `roles are made, listed and deleted when nobody has them`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let (book, admin) = (office.book, try await office.caller())
            let trainer = RoleName(trusted: "trainer")
            _ = try await book.putRole(trainer, try Permissions(["chats": [.view]], field: ""), by: admin)
            let roles = try await book.roles(in: office.workspace)
            #expect(roles.map(\.name.text) == ["administrator", "agent", "trainer", "viewer"])
            #expect(roles.filter(\.builtIn).count == 3)
            #expect(roles.first?.permissions["staff"] == PermissionAction.allCases)
            let mei = try await book.add(Office.person("Mei", trainer), by: admin)
            #expect(try await refusal { try await book.deleteRole(trainer, by: admin) } == "role_in_use")
            let fields = StaffFields(email: mei.email, name: "Mei", role: BuiltInRole.viewer.name)
            _ = try await book.update(mei.id, fields, by: admin)
            try await book.deleteRole(trainer, by: admin)
            #expect(try await refusal { try await book.deleteRole(BuiltInRole.agent.name, by: admin) } == "fixed_role")
            let all = BuiltInRole.administrator.name
            #expect(try await refusal { try await book.putRole(all, .none, by: admin) } == "fixed_role")
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
