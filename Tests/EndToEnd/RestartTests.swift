import Foundation
import JSON
import SQLiteStore
import Store
import Testing

/// A service loses its memory, or cannot do what it is told.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RestartTests {
    private static let phone = "60123450009"

    @Test func `media starts over with nothing and catches up`() async throws {
        try await System.run { system in
            try await system.waha.setFaults(["mediaLifetimeSeconds": 0])
            let api = try await system.signIn()
            try await receivePictures(0..<5, system, api)
            try await system.kill(.media)
            for name in try FileManager.default.contentsOfDirectory(atPath: system.data) where name.hasPrefix("media") {
                try FileManager.default.removeItem(atPath: system.data + "/" + name)
            }
            try system.start(.media)
            try await system.awaitReady(.media)
            for media in try await receivePictures(0..<5, system, api, sends: false) {
                _ = try await eventually("the picture is back") {
                    try await api.get("/api/media/\(media)").status == 200 ? true : nil
                }
            }
            // Its events count from one again, and are heard.
            try await receivePictures(5..<8, system, api)
            try await withoutDeadLetters(system)
        }
    }

    /// - Returns: the pictures' ids, once all are there.
    @discardableResult
    private func receivePictures(
        _ numbers: Range<Int>,
        _ system: System,
        _ api: API,
        sends: Bool = true
    ) async throws -> [String] {
        for number in numbers where sends {
            try await system.waha.receive(from: Self.phone, ["kind": "image", "text": "Picture \(number)"])
        }
        let conversation = try #require(try await api.conversation(with: Self.phone)["id"].string)
        return try await eventually("all pictures are there") {
            let messages = try await api.messages(of: conversation)
            let ready = messages.filter { $0["media"]["state"].string == "ready" }
            return ready.count >= numbers.upperBound ? ready.compactMap { $0["media"]["id"].string } : nil
        }
    }

    private func withoutDeadLetters(_ system: System) async throws {
        for instance in Instance.one {
            #expect(try await system.ops(instance).get("/dead-letters").json["items"].array.isEmpty)
        }
    }

    @Test func `conversations whose tables were put back sends what is new and has what others have`() async throws {
        try await System.run { system in
            let api = try await system.signIn()
            try await system.watchingLive(api) { follower in
                try await system.waha.receive(from: Self.phone, ["text": "one"])
                let conversation = try #require(try await api.conversation(with: Self.phone)["id"].string)
                try await reply("two", system, api, in: conversation)
                let backup = system.folder + "/backup"
                try await whileStopped(system) { try Self.copyTables(from: system.data, to: backup) }

                try await system.waha.receive(from: Self.phone, ["text": "three"])
                for text in ["four", "five"] { try await reply(text, system, api, in: conversation) }
                try await whileStopped(system) { try Self.copyTables(from: backup, to: system.data) }

                // Its events have numbers that the gateway has passed.
                try await reply("six", system, api, in: conversation)
                try await system.waha.receive(from: Self.phone, ["text": "seven"])
                _ = try await eventually("the feed tells of it") {
                    Set(["six", "seven"]).isSubset(of: follower.record.bodies) ? true : nil
                }
                let bodies = try await eventually("what others have is back") {
                    let bodies = try await api.messages(of: conversation).compactMap { $0["body"].string }
                    return Set(["one", "two", "three", "six", "seven"]).isSubset(of: bodies) ? bodies : nil
                }
                #expect(Set(bodies).count == bodies.count)
                let sent = try await system.waha.sent()["items"].array.compactMap { $0["request"]["text"].string }
                #expect(sent.sorted() == ["five", "four", "six", "two"], "each has left once")
                #expect(try await system.count("bus_tables_restored_total", of: .conversations) == 1)
                try await withoutDeadLetters(system)
            }
        }
    }

    /// Sends a text and waits until WhatsApp has it.
    private func reply(_ text: String, _ system: System, _ api: API, in conversation: String) async throws {
        let sent = try await api.value(api.sendText(text, to: Self.phone))
        let id = try #require(sent["messageId"].string)
        _ = try await api.message(id, of: conversation) { $0["status"].string == "read" }
    }

    private func whileStopped(_ system: System, _ work: () throws -> Void) async throws {
        _ = try await system.stop(.conversations)
        try work()
        try system.start(.conversations)
        try await system.awaitReady(.conversations)
    }

    /// Puts copies of the tables of conversations in the place of those that are there.
    private static func copyTables(from source: String, to target: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: target, withIntermediateDirectories: true)
        func tables(in folder: String) throws -> [String] {
            try files.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("conversations.sqlite") }
        }
        for name in try tables(in: target) { try files.removeItem(atPath: "\(target)/\(name)") }
        for name in try tables(in: source) {
            try files.copyItem(atPath: "\(source)/\(name)", toPath: "\(target)/\(name)")
        }
    }

    @Test func `an event that fails is put aside, shown, and done when asked again`() async throws {
        try await System.run { system in
            let api = try await system.signIn()
            try await change(system, [Self.poison])
            for text in ["one", "poison", "three"] {
                try await system.waha.receive(from: Self.phone, ["text": text])
            }
            let conversation = try #require(try await api.conversation(with: Self.phone)["id"].string)
            _ = try await eventually("those after it have come") {
                let bodies = try await api.messages(of: conversation).map { $0["body"].string }
                return bodies == ["one", "three"] ? true : nil
            }
            let letters = try await deadLetters(system)
            try await change(system, ["DROP TRIGGER poison"])
            for letter in letters {
                #expect(letter["topic"].string == "message.received.v1" && letter["error"].string?.isEmpty == false)
                let id = try #require(letter["id"].string)
                #expect(try await system.ops(.conversations).post("/dead-letters/\(id)/retry").status == 200)
            }
            let bodies = try await api.messages(of: conversation).map { $0["body"].string }
            #expect(Set(bodies) == ["one", "poison", "three"])
            try await withoutDeadLetters(system)
        }
    }

    /// WAHA tells of a message in two events, so there are two.
    private func deadLetters(_ system: System) async throws -> [JSONValue] {
        try await eventually("the dead letters are shown") {
            let letters = try await system.ops(.conversations).get("/dead-letters").json["items"].array
            return letters.count == 2 ? letters : nil
        }
    }

    private static let poison = """
        CREATE TRIGGER poison BEFORE INSERT ON message WHEN NEW.body = 'poison'
        BEGIN SELECT RAISE(ABORT, 'this one is poison'); END
        """

    /// Changes the tables of conversations behind its back.
    private func change(_ system: System, _ statements: [String]) async throws {
        try await system.kill(.conversations)
        let store = try await SQLiteStore(path: system.data + "/conversations.sqlite") {}
        try await store.write { transaction in
            for statement in statements { try transaction.run(script: statement) }
        }
        await store.close()
        try system.start(.conversations)
        try await system.awaitReady(.conversations)
    }
}
