import Contracts
import HTTPServer

/// Signing in, staff, roles, tokens, the activity log.
extension RouteTable {
    func addAccess(to router: inout Router<Access, Caller>) {
        router.on(.get, "/api/version", .open, "What answers here", version.show)
        router.on(.post, "/api/auth/login", .open, "Sign in", signIn.signIn)
        router.on(.post, "/api/auth/logout", .signedIn, "Sign out", signIn.signOut)
        router.on(.get, "/api/auth/me", .signedIn, "Who is signed in", signIn.me)
        router.on(.post, "/api/auth/workspace", .signedIn, "Go to another workspace", signIn.switchWorkspace)
        router.on(.get, "/api/auth/sessions", .signedIn, "Where one is signed in", ownSessions.list)
        router.on(.delete, "/api/auth/sessions/{id}", .signedIn, "End a sign-in", ownSessions.end)
        router.on(.get, "/api/auth/sign-ins", .signedIn, "Who tried to sign in as oneself", ownSessions.attempts)
        router.on(.post, "/api/auth/password", .signedIn, "Change one's password", passwords.change)
        router.on(.post, "/api/auth/password/forgot", .open, "Send a link to choose a password", passwords.forgot)
        router.on(.post, "/api/auth/password/reset", .open, "Choose a password by a link", passwords.reset)
        router.on(.get, "/api/workspaces", .signedIn, "Where one works", workspaces.list)
        router.on(.post, "/api/workspaces", .signedIn, "Make a workspace", status: 201, workspaces.create)
        router.on(.get, "/api/workspace", .signedIn, "Where one is signed in to", workspaces.show)
        router.on(.put, "/api/workspace", .signedIn, "Change the workspace's name or country", workspaces.update)
    }

    func addStaff(to router: inout Router<Access, Caller>) {
        let (view, edit) = (Access.may(.view, .staff), Access.may(.edit, .staff))
        router.on(.get, "/api/staff", view, "Who works here", staff.list)
        router.on(.post, "/api/staff", .may(.create, .staff), "Add a person", status: 201, staff.create)
        router.on(
            .get,
            "/api/staff/directory",
            .may(.view, .chats),
            "Active colleagues, to assign to",
            staff.directory
        )
        router.on(.get, "/api/staff/{id}", view, "One person and what they may do", staff.show)
        router.on(.put, "/api/staff/{id}", edit, "Change a person", staff.update)
        router.on(.post, "/api/staff/{id}/deactivate", edit, "Let nobody in; ends sessions", staff.deactivate)
        router.on(.post, "/api/staff/{id}/activate", edit, "Let the person in again", staff.activate)
        router.on(.put, "/api/staff/{id}/permissions", edit, "Set a person's exceptions", staff.setPermissions)
        router.on(.get, "/api/staff/{id}/sign-ins", view, "Who tried to sign in as them", ownSessions.attemptsOf)
        addTokens(to: &router)
        addActivity(to: &router)
        router.on(.get, "/api/branches", .mayEither(.view, .chats, .staff), "Branches, to filter by", branches.list)
        router.on(.get, "/api/roles", view, "Roles and what they may do", roles.list)
        router.on(.put, "/api/roles/{role}", edit, "Make or change a role", roles.put)
        router.on(.delete, "/api/roles/{role}", .may(.delete, .staff), "Delete a role", roles.delete)
    }

    func addTokens(to router: inout Router<Access, Caller>) {
        router.on(.get, "/api/tokens", .may(.view, .tokens), "Tokens for other programs", tokens.list)
        router.on(.post, "/api/tokens", .may(.create, .tokens), "Make a token", status: 201, tokens.create)
        router.on(.delete, "/api/tokens/{id}", .may(.delete, .tokens), "Delete a token at once", tokens.delete)
    }

    func addActivity(to router: inout Router<Access, Caller>) {
        let view = Access.may(.view, .activity)
        router.on(.get, "/api/activity", view, "Who did what, newest first", activity.list)
        router.on(.get, "/api/activity/verify", view, "Whether the log is as it was written", activity.verify)
        router.raw(
            .get,
            "/api/activity/export",
            view,
            "The log as NDJSON or CSV, oldest first",
            query: ActivityExportQuery.self,
            produces: ActivityExport.Format.ndjson.type,
            alternatives: [ActivityExport.Format.csv.type],
            activity.export
        )
    }
}
