import Contracts
import Store
import TestSupport
import Testing

@testable import gateway

/// What people of the staff may do, and who gives it to them.
@Suite(.timeLimit(.minutes(1))) struct StaffRightsTests {
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
}
