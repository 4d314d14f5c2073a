import Contracts
import JSON
import Store
import TestSupport
import Testing

@testable import gateway

/// Workspaces, tokens and roles over HTTP, by the gateway's own routes.
@Suite(.timeLimit(.minutes(1))) struct OfficeRoutesTests {
    @Test(arguments: StoreEngine.underTest)
    func `an administrator makes a workspace and goes there, and nobody else does`(engine: StoreEngine) async throws {
        try await Front.run(engine) { front in
            _ = try await front.office.add("Mei")
            let (ann, mei) = (try await front.office.signIn().token, try await front.office.signIn("mei@example.com"))
            let made = try await front.send("POST", "/api/workspaces", #"{"name": " Second "}"#, by: ann)
            #expect(made.status == 201 && made.json["name"].string == "Second")
            for (name, token, status) in [(" ", ann, 422), ("Mine", mei.token, 403), ("Nobody's", nil, 401)] {
                let refused = try await front.send("POST", "/api/workspaces", #"{"name": "\#(name)"}"#, by: token)
                #expect(refused.status == status, "\(name)")
            }
            let choice = #"{"workspace": "\#(made.id)"}"#
            #expect(try await front.send("POST", "/api/auth/workspace", choice, by: mei.token).code == "not_found")
            let there = try await front.send("POST", "/api/auth/workspace", choice, by: ann)
            let token = try #require(there.json["token"].string)
            #expect(there.status == 200 && there.cookie?.contains(token) == true)
            let staff = try await front.send("GET", "/api/staff", by: token).json["items"].array
            #expect(staff.count == 1 && staff.first?["workspaceId"].string == made.id)
            // Where one was, one still is.
            let here = try await front.send("GET", "/api/auth/me", by: ann).json
            #expect(here["staff"]["workspaceId"].string == front.office.workspace.text)
            #expect(here["workspaces"].array.compactMap { $0["name"].string } == ["Main", "Second"])
            #expect(try await front.send("GET", "/api/workspaces", by: mei.token).json["items"].array.count == 1)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `an administrator names the workspace and its country, one of two at a time`(engine: StoreEngine) async throws
    {
        try await Front.run(engine) { front in
            _ = try await front.office.add("Mei")
            let (ann, mei) = (try await front.office.signIn().token, try await front.office.signIn("mei@example.com"))
            let before = try await front.send("GET", "/api/workspace", by: mei.token)
            #expect(before.json["name"].string == "Main" && before.json["country"].exists == false)
            let version = try #require(before.json["version"].int)
            func change(_ name: String, _ country: String, by token: String?) async throws -> Front.Reply {
                let body = #"{"name": "\#(name)", "country": "\#(country)", "version": \#(version)}"#
                return try await front.send("PUT", "/api/workspace", body, by: token)
            }
            for (name, country, token, status) in [
                ("Gym", "SG", mei.token, 403), ("Gym", "SG", nil, 401), (" ", "SG", ann, 422), ("Gym", "XX", ann, 422),
                ("Gym", "sg", ann, 422), ("Gym", "Singapore", ann, 422),
            ] {
                #expect(try await change(name, country, by: token).status == status, "\(name), \(country)")
            }
            let changed = try await change(" Gym ", "SG", by: ann)
            #expect(changed.json["name"].string == "Gym" && changed.json["country"].string == "SG")
            #expect(try await change("Other", "ID", by: ann).code == "conflict")
            let caller = try #require(try await front.office.signIns.caller(token: mei.token))
            #expect(caller.country == "SG")
            // Who does not say where it is goes back to where the deployment is.
            let nowhere = #"{"name": "Gym", "version": \#(version + 1)}"#
            let home = try await front.send("PUT", "/api/workspace", nowhere, by: ann)
            #expect(home.status == 200 && home.json["country"].exists == false)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a token is made, acts within its limits, is listed without its secret and ends at once`(
        engine: StoreEngine
    ) async throws {
        try await Front.run(engine) { front in
            _ = try await front.office.add("Mei")
            let (ann, mei) = (try await front.office.signIn().token, try await front.office.signIn("mei@example.com"))
            let new = #"{"name": "CRM", "permissions": {"staff": ["view"]}}"#
            let made = try await front.send("POST", "/api/tokens", new, by: ann)
            let (token, id) = (made.json["token"].string, try #require(made.json["details"]["id"].string))
            #expect(made.status == 201 && token?.hasPrefix(APIToken.prefix) == true)
            #expect(try await front.send("GET", "/api/roles", by: token).status == 200)
            #expect(try await front.send("DELETE", "/api/roles/viewer", by: token).code == "not_allowed")
            let list = try await front.send("GET", "/api/tokens", by: ann).json["items"].array
            #expect(list.compactMap { $0["id"].string } == [id] && list.first?["token"].exists == false)
            for (method, path) in [("GET", "/api/tokens"), ("POST", "/api/tokens"), ("DELETE", "/api/tokens/\(id)")] {
                #expect(try await front.send(method, path, new, by: mei.token).code == "not_allowed", "\(method)")
            }
            let foreign = #"{"name": "CRM", "permissions": {}, "channels": ["none of ours"]}"#
            #expect(try await front.send("POST", "/api/tokens", foreign, by: ann).status == 404)
            #expect(try await front.send("DELETE", "/api/tokens/\(id)", by: ann).status == 204)
            #expect(try await front.send("GET", "/api/roles", by: token).status == 401)
            #expect(try await front.send("DELETE", "/api/tokens/\(id)", by: ann).status == 404)
        }
    }

    @Test func `an administrator of one branch does not change what all of them have in common`() async throws {
        try await Front.run { front in
            _ = try await front.office.add("Mei", .administrator, branch: "Kepong")
            let mei = try await front.office.signIn("mei@example.com").token
            for (path, body) in [
                ("/api/workspace", #"{"name": "Kepong", "version": 1}"#), ("/api/media/retention", #"{"image": 1}"#),
                ("/api/roles/viewer", #"{"permissions": {}}"#),
            ] {
                #expect(try await front.send("PUT", path, body, by: mei).code == "not_allowed", "\(path)")
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who sees one branch lists and deletes the tokens of its staff alone`(engine: StoreEngine) async throws {
        try await Front.run(engine) { front in
            for (name, branch) in [("Mei", "Kepong"), ("Lee", "Kepong"), ("Raj", "Ipoh")] {
                _ = try await front.office.add(name, .administrator, branch: branch)
            }
            var (signedIn, tokens): ([String: String], [String: String]) = ([:], [:])
            for name in ["ann", "mei", "lee", "raj"] {
                let token = try await front.office.signIn("\(name)@example.com").token
                let new = #"{"name": "\#(name)'s", "permissions": {}}"#
                signedIn[name] = token
                tokens[name] = try await front.send("POST", "/api/tokens", new, by: token).json["details"]["id"].string
            }
            func names(_ token: String?) async throws -> [String] {
                let list = try await front.send("GET", "/api/tokens", by: token).json["items"].array
                return list.compactMap { $0["name"].string }
            }
            #expect(try await names(signedIn["mei"]) == ["mei's", "lee's"])
            for (name, status) in [("ann", 404), ("raj", 404), ("lee", 204), ("mei", 204)] {
                let id = try #require(tokens[name])
                let reply = try await front.send("DELETE", "/api/tokens/\(id)", by: signedIn["mei"])
                #expect(reply.status == status, "\(name)")
            }
            #expect(try await names(signedIn["ann"]) == ["ann's", "raj's"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who sees one branch is told of that one, and the staff of others are not there`(
        engine: StoreEngine
    ) async throws {
        try await Front.run(engine) { front in
            for (name, branch) in [("Mei", "Kepong"), ("Raj", "Ipoh"), ("Lee", "Ipoh")] {
                _ = try await front.office.add(name, branch: branch)
            }
            let branches = try await front.office.book.branches(in: front.office.workspace)
            #expect(branches.map(\.name) == ["Ipoh", "Kepong"])
            let mei = try await front.office.signIn("mei@example.com")
            let seen = try await front.send("GET", "/api/branches", by: mei.token).json["items"].array
            #expect(seen.compactMap { $0["name"].string } == ["Kepong"])
            let rights = #"{"allow": {"staff": ["view"]}}"#
            let (ann, path) = (try await front.office.signIn().token, "/api/staff/\(mei.staff.id)/permissions")
            #expect(try await front.send("PUT", path, rights, by: ann).status == 200)
            let raj = try #require(try await front.office.staff("raj"))
            for (path, status) in [("\(raj)", 404), ("\(raj)/sign-ins", 404), ("\(mei.staff.id)", 200)] {
                #expect(try await front.send("GET", "/api/staff/\(path)", by: mei.token).status == status, "\(path)")
            }
            let staff = try await front.send("GET", "/api/staff", by: mei.token).json["items"].array
            #expect(staff.compactMap { $0["name"].string } == ["Mei"])
            let names = try await front.send("GET", "/api/staff/directory", by: mei.token).json["items"].array
            #expect(names.count == 4)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who sees one branch reads in the log what its staff did, and of the whole chain nothing`(
        engine: StoreEngine
    ) async throws {
        try await Front.run(engine) { front in
            for (name, branch) in [("Mei", "Kepong"), ("Lee", "Kepong"), ("Raj", "Ipoh")] {
                _ = try await front.office.add(name, .administrator, branch: branch)
            }
            var (signedIn, ids): ([String: String], [String: String]) = ([:], [:])
            for name in ["ann", "mei", "lee", "raj", "lee", "mei"] {
                let person = try await front.office.signIn("\(name)@example.com")
                (signedIn[name], ids[name]) = (person.token, person.staff.id.text)
            }
            let mei = signedIn["mei"]
            func actors(_ query: String, _ token: String?) async throws -> [String?] {
                let page = try await front.send("GET", "/api/activity?action=POST%20/api/auth/login\(query)", by: token)
                #expect(page.status == 200)
                return page.json["items"].array.map { entry in
                    ids.first { $0.value == entry["staff"].string }?.key
                }
            }
            let all = try await actors("", signedIn["ann"])
            #expect(all.prefix(6) == ["mei", "lee", "raj", "lee", "mei", "ann"])
            #expect(try await actors("", mei) == ["mei", "lee", "lee", "mei"])
            let (lee, raj) = (try #require(ids["lee"]), try #require(ids["raj"]))
            #expect(try await actors("&staff=\(lee)", mei) == ["lee", "lee"])
            #expect(try await actors("&staff=\(raj)", mei) == [])
            let first = try await front.send("GET", "/api/activity?limit=3", by: mei).json
            #expect(first["items"].array.count == 3 && first["hasMore"].bool == true)
            let cursor = try #require(first["nextCursor"].string)
            let rest = try await front.send("GET", "/api/activity?cursor=\(cursor)", by: mei).json
            #expect(rest["items"].array.count == 1 && rest["hasMore"].bool == false)
            for path in ["verify", "export", "export?format=csv"] {
                #expect(try await front.send("GET", "/api/activity/\(path)", by: mei).code == "not_allowed")
                #expect(try await front.send("GET", "/api/activity/\(path)", by: signedIn["ann"]).status == 200)
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a role is made, changed, given and deleted by those who may`(engine: StoreEngine) async throws {
        try await Front.run(engine) { front in
            _ = try await front.office.add("Mei")
            let (ann, mei) = (try await front.office.signIn().token, try await front.office.signIn("mei@example.com"))
            let (role, person) = ("/api/roles/team%20lead", "/api/staff/\(mei.staff.id)")
            let given = try await front.send("PUT", role, #"{"permissions": {"staff": ["view"]}}"#, by: ann)
            #expect(given.status == 200 && given.json["name"].string == "team lead")
            #expect(given.json["builtIn"].bool == false)
            let fields = #"{"email": "mei@example.com", "name": "Mei", "role": "team lead"}"#
            #expect(try await front.send("PUT", person, fields, by: ann).status == 200)
            // It counts at once, for those who are signed in.
            #expect(try await front.send("GET", "/api/roles", by: mei.token).json["items"].array.count == 4)
            #expect(try await front.send("PUT", role, #"{"permissions": {}}"#, by: mei.token).code == "not_allowed")
            #expect(try await front.send("DELETE", role, by: ann).code == "role_in_use")
            let unknown = try await front.send("PUT", role, #"{"permissions": {"chat": ["view"]}}"#, by: ann)
            #expect(unknown.status == 422 && unknown.code == "invalid")
            #expect(try await front.send("PUT", role, #"{"permissions": {}}"#, by: ann).status == 200)
            #expect(try await front.send("GET", "/api/roles", by: mei.token).code == "not_allowed")
            let back = fields.replacing("team lead", with: "viewer")
            #expect(try await front.send("PUT", person, back, by: ann).status == 200)
            #expect(try await front.send("DELETE", role, by: ann).status == 204)
        }
    }
}
