import Contracts
import JSON
import Store
import TestSupport
import Testing

@testable import gateway

/// What signing in leaves in the activity log, over HTTP.
@Suite(.timeLimit(.minutes(1))) struct SignInActivityTests {
    private static func credentials(_ password: String, _ email: String = "ann@example.com") -> String {
        #"{"email": "\#(email)", "password": "\#(password)"}"#
    }

    @Test(arguments: StoreEngine.underTest)
    func `signing in and out, failing to and choosing a password by a link are there with who and from where`(
        engine: StoreEngine
    ) async throws {
        try await Front.run(engine) { front in
            let login = "/api/auth/login"
            let ann = try #require(try await front.office.staff("ann@example.com"))
            #expect(try await front.send("POST", login, Self.credentials("wrong"), by: nil).status == 401)
            #expect(try await front.send("POST", login, Self.credentials("wrong", "nobody@b"), by: nil).status == 401)
            let signedIn = try await front.send("POST", login, Self.credentials(Office.password), by: nil)
            #expect(signedIn.status == 200 && signedIn.cookie?.hasPrefix("mynah_session=") == true)
            let token = try #require(signedIn.json["token"].string)
            #expect(try await front.send("POST", "/api/auth/logout", by: token).status == 204)
            let link = try #require(try await front.office.passwords.makeReset(for: "ann@example.com")?.token)
            let choice = #"{"token": "\#(link)", "password": "battery staple"}"#
            for status in [204, 404] {
                #expect(try await front.send("POST", "/api/auth/password/reset", choice, by: nil).status == status)
            }

            let entries = try await front.log()
            #expect(
                entries.map(\.action) == [
                    "POST \(login)", "POST \(login)", "POST /api/auth/logout", "POST /api/auth/password/reset",
                ]
            )
            #expect(entries.map(\.outcome) == ["refused 401 wrong_credentials", "done", "done", "done"])
            #expect(entries.map(\.staff) == [nil, ann, ann, ann] && entries.first?.object == ann.text)
            #expect(entries.allSatisfy { $0.ip == "203.0.113.77" && $0.request != nil })
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `each workspace of a person hears of it, and of what leads into another that one alone`(
        engine: StoreEngine
    ) async throws {
        try await Front.run(engine) { front in
            let here = try await front.office.signIn()
            let made = try await front.send("POST", "/api/workspaces", #"{"name": "Second"}"#, by: here.token)
            let second = WorkspaceID(trusted: made.id)
            let before = try await front.log().count
            let choice = #"{"workspace": "\#(second)"}"#
            let there = try await front.send("POST", "/api/auth/workspace", choice, by: here.token)
            #expect(there.status == 200)
            let wrong = Self.credentials("wrong")
            for number in 1...12 {
                let reply = try await front.send("POST", "/api/auth/login", wrong, by: nil)
                #expect(reply.status == (number <= 10 ? 401 : 429))
            }
            let entered = try await front.log(of: second)
            #expect(entered.first?.action == "POST /api/auth/workspace" && entered.first?.outcome == "done")
            #expect(entered.first?.staff?.text == there.json["staff"]["id"].string)
            // The limit is told of once.
            let refused = Array(repeating: "refused 401 wrong_credentials", count: 10)
            let since = [entered.dropFirst(), try await front.log().dropFirst(before + 1)]
            for entries in since {
                #expect(entries.map(\.outcome) == refused + ["refused 429 too_many_attempts"])
            }
        }
    }
}
