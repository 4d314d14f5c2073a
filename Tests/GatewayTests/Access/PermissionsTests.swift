import Contracts
import Testing

@testable import gateway

struct PermissionsTests {
    private func caller(_ role: BuiltInRole, _ exceptions: PermissionExceptions = .none) -> Caller {
        Caller(
            workspace: WorkspaceID(trusted: "w1"),
            staff: nil,
            permissions: role.permissions.applying(exceptions)
        )
    }

    @Test func `an administrator may do everything, a viewer may look`() throws {
        for module in PermissionModule.allCases {
            for action in PermissionAction.allCases {
                _ = try Access.may(action, module).admit(caller(.administrator))
            }
            #expect(!caller(.viewer).permissions.allow(.edit, module))
        }
        for module in [PermissionModule.chats, .people, .campaigns, .channels] {
            #expect(caller(.viewer).permissions.allow(.view, module))
        }
        #expect(!caller(.viewer).permissions.allow(.view, .staff))
    }

    @Test func `exceptions count more than the role, both ways`() throws {
        let exceptions = PermissionExceptions(
            allow: try Permissions(["chats": [.edit]], field: "allow"),
            deny: try Permissions(["chats": [.view]], field: "deny")
        )
        let some = caller(.viewer, exceptions).permissions
        #expect(some.allow(.edit, .chats))
        #expect(!some.allow(.view, .chats))
        #expect(some.allow(.view, .people))
    }

    @Test func `a module that there is not is a problem with its name`() {
        let error = #expect(throws: Problem.self) { try Permissions(["chat": [.view]], field: "permissions") }
        #expect(error?.fields?.map(\.field) == ["permissions.chat"])
    }

    @Test func `nobody gets 401 and the wrong one 403`() {
        let unknown = #expect(throws: Problem.self) { try Access.signedIn.admit(nil) }
        #expect(unknown?.status == 401)
        let wrong = #expect(throws: Problem.self) { try Access.may(.edit, .chats).admit(caller(.viewer)) }
        #expect(wrong?.status == 403)
    }

    @Test(arguments: [("chats", true), ("people", true), ("campaigns", false)])
    func `where one of two modules is enough, either is`(module: String, isEnough: Bool) throws {
        let permissions = try Permissions([module: [.view]], field: "")
        let caller = Caller(workspace: WorkspaceID(trusted: "w1"), staff: nil, permissions: permissions)
        let access = Access.mayEither(.view, .chats, .people)
        if isEnough {
            #expect(try access.admit(caller) == caller)
        } else {
            let wrong = #expect(throws: Problem.self) { try access.admit(caller) }
            #expect(wrong?.status == 403 && wrong?.detail == "Your role may not view chats or people.")
        }
    }

    @Test func `an open route knows nobody and allows nothing`() throws {
        let anybody = try Access.open.admit(nil)
        #expect(anybody.staff == nil)
        #expect(anybody.permissions == .none)
    }
}
