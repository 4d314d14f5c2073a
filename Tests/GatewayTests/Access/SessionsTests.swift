import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1))) struct SessionsTests {
    @Test(arguments: StoreEngine.underTest)
    func `one sees where one is signed in and ends it there, and nobody else's`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let mei = try await office.add("Mei")
            let (here, there) = (try await office.signIn(mei.email), try await office.signIn(mei.email))
            let pass = Pass(token: here.token)
            let list = try await office.sessions.list(of: mei.id, seenBy: pass)
            #expect(list.count == 2 && list.filter(\.current).count == 1)
            #expect(list.allSatisfy { $0.ip == Office.visitor.ip && $0.userAgent == "test" })
            let other = try #require(list.first { !$0.current }?.id)
            let ann = try #require(try await office.caller().staff?.id)
            #expect(try await refusal { try await office.sessions.end(other, of: ann) } == "not_found")
            try await office.sessions.end(other, of: mei.id)
            #expect(try await office.signIns.caller(token: there.token) == nil)
            #expect(try await office.signIns.caller(token: here.token) != nil)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a changed password ends all other sign-ins`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let (here, there) = (try await office.signIn(), try await office.signIn())
            let (ann, pass) = (here.staff, Pass(token: here.token))
            let change = { (old: String, new: String) in
                try await refusal { try await office.passwords.change(of: ann, keeping: pass, from: old, to: new) }
            }
            #expect(try await change("wrong", "battery staple") == "wrong_password")
            #expect(try await change(Office.password, "short") == "invalid")
            #expect(try await change(Office.password, "battery staple") == nil)
            #expect(try await office.signIns.caller(token: here.token) != nil)
            #expect(try await office.signIns.caller(token: there.token) == nil)
            #expect(try await refusal { try await office.signIn() } == "wrong_credentials")
            _ = try await office.signIn(ann.email, "battery staple")
            for _ in 0..<10 { _ = try await change("guess", "battery staple") }
            #expect(try await change("battery staple", "another one") == "too_many_attempts")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a link is good for one time and one hour, and ends all sign-ins`(engine: StoreEngine) async throws {
        try await withOffice(engine) { office in
            let here = try await office.signIn()
            let (passwords, new) = (office.passwords, "battery staple")
            let first = try #require(try await passwords.makeReset(for: "ANN@example.com"))
            let second = try #require(try await passwords.makeReset(for: "ann@example.com"))
            #expect(first.email == "Ann@Example.com" && first.token != second.token)
            #expect(try await passwords.makeReset(for: "nobody@example.com") == nil)
            #expect(try await refusal { try await office.reset(first.token, to: "short") } == "invalid")
            try await office.reset(first.token, to: new)
            // The other link is gone with it.
            for token in [first.token, second.token, "made up"] {
                #expect(try await refusal { try await office.reset(token, to: new) } == "link_expired")
            }
            #expect(try await office.signIns.caller(token: here.token) == nil)
            _ = try await office.signIn("ann@example.com", new)
            let late = try #require(try await passwords.makeReset(for: "ann@example.com"))
            office.clock.advance(by: Passwords.lifetime)
            #expect(try await refusal { try await office.reset(late.token, to: new) } == "link_expired")
        }
    }

    @Test func `a link that two use at once is good for one`() async throws {
        for engine in StoreEngine.underTest {
            try await withOffice(engine) { office in
                let reset = try #require(try await office.passwords.makeReset(for: "ann@example.com"))
                async let one = refusal { try await office.reset(reset.token, to: "password one") }
                async let two = refusal { try await office.reset(reset.token, to: "password two") }
                #expect(try await [one, two].compactMap { $0 } == ["link_expired"])
            }
        }
    }

    @Test func `one who is deactivated gets no link, and asking is limited`() async throws {
        try await withOffice(.sqlite) { office in
            let mei = try await office.add("Mei")
            _ = try await office.book.setStatus(mei.id, .inactive, by: office.caller())
            #expect(try await office.passwords.makeReset(for: mei.email) == nil)
            var due: [Bool] = []
            for _ in 0..<4 { due.append(try await office.passwords.countRequest(for: mei.email, from: Office.visitor)) }
            #expect(due == [true, true, true, false])
            for number in 0..<26 {
                _ = try await office.passwords.countRequest(for: "\(number)@example.com", from: Office.visitor)
            }
            #expect(
                try await refusal { try await office.passwords.countRequest(for: "x", from: Office.visitor) }
                    == "too_many_attempts"
            )
        }
    }
}
