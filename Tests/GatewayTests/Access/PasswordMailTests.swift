import Contracts
import Foundation
import Mail
import Runtime
import Store
import Synchronization
import TestPeers
import TestSupport
import Testing

@testable import gateway

@Suite(.timeLimit(.minutes(1))) struct PasswordMailTests {
    @Test func `the link in the mail lets its reader choose a password`() async throws {
        try await withStore(.sqlite) { store in
            let (office, catcher) = (try await Office(store), MailCatcher())
            let server = MailServer(url: catcher.url, sender: "mynah@gym.example", login: nil, encryption: .none)
            let mail = PasswordMail(
                passwords: office.passwords,
                server: server,
                address: "https://app.gym.example",
                logger: .silent
            )
            let came = try await running([mail]) {
                mail.want("nobody@example.com")
                mail.want("ANN@example.com")
                return try await eventually { !catcher.caught.isEmpty }
            }
            #expect(came)
            let letter = try #require(catcher.caught.first)
            #expect(catcher.caught.count == 1 && letter.recipients == ["Ann@Example.com"])
            let line = letter.text.split(separator: "\n").first {
                $0.hasPrefix("https://app.gym.example/reset-password#token=")
            }
            let token = try #require(line?.split(separator: "=").last.map(String.init))
            try await office.reset(token, to: "battery staple")
            _ = try await office.signIn("ann@example.com", "battery staple")
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `who asked for a link stands in the log of each workspace of the person, and for a stranger nowhere`(
        engine: StoreEngine
    ) async throws {
        try await withStore(engine) { store in
            let office = try await Office(store)
            let ann = try await office.caller()
            let second = try await office.workspaces.add(NewWorkspace(name: "Second"), by: ann.person())
            let lines = Lines()
            let mail = PasswordMail(
                passwords: office.passwords,
                server: nil,
                address: "http://127.0.0.1:8080",
                logger: Logger(service: "test", level: .info) { lines.add("\($0)") }
            )
            let came = try await running([mail]) {
                mail.want("nobody@example.com", from: Office.visitor)
                mail.want("ann@example.com", from: Office.visitor)
                // One that goes with a change of staff, which has an entry of its own.
                mail.want("ann@example.com")
                return try await eventually { lines.all.count == 2 }
            }
            #expect(came)
            for workspace in [office.workspace, second.id] {
                let staff = try await office.book.list(StaffListQuery(), in: workspace, scope: nil).items
                let reading = ActivityReading(store: store, workspace: workspace)
                let asked = ActivityListQuery(action: "POST /api/auth/password/forgot")
                let entries = try await reading.page(asked).items
                #expect(entries.map(\.object) == staff.map(\.id.text) && entries.map(\.outcome) == ["done"])
                #expect(entries.allSatisfy { $0.staff == nil && $0.ip == Office.visitor.ip })
            }
        }
    }

    @Test func `without a mail server the link is a warning in the log`() async throws {
        try await withStore(.sqlite) { store in
            let office = try await Office(store)
            let lines = Lines()
            let logger = Logger(service: "test", level: .info) { lines.add("\($0)") }
            let mail = PasswordMail(
                passwords: office.passwords,
                server: nil,
                address: "http://127.0.0.1:8080",
                logger: logger
            )
            let came = try await running([mail]) {
                mail.want("ann@example.com")
                return try await eventually { !lines.all.isEmpty }
            }
            #expect(came)
            let line = try #require(lines.all.first)
            #expect(line.contains("http://127.0.0.1:8080/reset-password#token=") && line.contains("warning"))
        }
    }

    @Test func `a message that the server refuses is tried again, and then it is an error in the log`() async throws {
        try await withStore(.sqlite) { store in
            let (office, lines) = (try await Office(store), Lines())
            let counter = TryCounter()
            let catcher = MailCatcher { _ in counter.count() }
            let mail = PasswordMail(
                passwords: office.passwords,
                server: MailServer(url: catcher.url, sender: "mynah@gym.example", login: nil, encryption: .none),
                address: "http://127.0.0.1:8080",
                logger: Logger(service: "test", level: .error) { lines.add("\($0)") },
                pause: .milliseconds(1)
            )
            let came = try await running([mail]) {
                mail.want("ann@example.com")
                return try await eventually { !lines.all.isEmpty }
            }
            #expect(came)
            #expect(counter.value == 3)
            #expect(lines.all.allSatisfy { !$0.contains("token=") })
        }
    }
}

/// Counts the recipients that are refused.
private final class TryCounter: Sendable {
    private let number = Mutex(0)
    var value: Int { number.withLock { $0 } }

    func count() -> Bool {
        number.withLock { $0 += 1 }
        return true
    }
}

/// What was logged.
private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
