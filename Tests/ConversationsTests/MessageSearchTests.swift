import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct MessageSearchTests {
    @Test(arguments: StoreEngine.underTest)
    func `messages are found by their words, newest first, page by page`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            let texts = [
                "Is there YOGA tonight?", "yoga at seven", "no, pilates", "Yoga-Matte über alles", "bring a mat",
            ]
            for (number, text) in texts.enumerated() {
                try await desk.hear(Words.received("M\(number)", second: number, body: text))
            }
            try await desk.hear(Words.received("other", from: "60111111111@c.us", second: 9, body: "yoga, too"))
            #expect(try await desk.find("yoga") == ["yoga, too", texts[3], texts[1], texts[0]])
            #expect(try await desk.find("YOGA tonight") == [texts[0]])
            #expect(try await desk.find("seven yoga") == [texts[1]])
            #expect(try await desk.find("yoga sev") == [texts[1]])
            #expect(try await desk.find("sev yoga") == [])
            #expect(try await desk.find("ÜBER") == [texts[3]])
            #expect(try await desk.find("' OR \"yoga") == [])
            let id = try #require(await desk.list(ListConversations(search: "0123456789")).items.first).id
            #expect(try await desk.find("yoga", in: id) == [texts[3], texts[1], texts[0]])

            for conversation in [nil, id] {
                var seen: [String] = []
                var request = SearchMessages(words: "yoga", conversation: conversation, limit: 2)
                repeat {
                    let page = try await desk.search(request)
                    seen += page.items.map(\.snippet)
                    request.cursor = page.nextCursor
                } while request.cursor != nil
                #expect(seen == (conversation == nil ? ["yoga, too"] : []) + [texts[3], texts[1], texts[0]])
            }
        }
    }

    /// Of 40 messages: 20 with a word, 4 with another, and one of the first.
    @Test(arguments: StoreEngine.underTest, [0, 10, 200, nil].map { $0.map { SearchReach(index: $0) } })
    func `the latest messages and the index find the same`(engine: StoreEngine, reach: SearchReach?) async throws {
        try await Desk.with(engine) { desk in
            let texts = (0..<40).map { number in
                (number % 2 == 0 ? "Yoga" : "none") + (number % 10 == 3 ? " Über" : "") + (number == 1 ? " rare" : "")
            }
            for (number, text) in texts.enumerated() {
                try await desk.hear(Words.received("M\(number)", second: number, body: text))
            }
            for (words, wanted) in [("yog", 20), ("ÜB", 4), ("none", 20), ("rare", 1), ("none über", 4), ("ga", 0)] {
                var found: [String?] = []
                var request = SearchMessages(words: words, limit: 3)
                repeat {
                    let page = try await desk.search(request, reach: reach)
                    found += page.items.map(\.message.providerId)
                    request.cursor = page.nextCursor
                } while request.cursor != nil
                let search = try #require(WordSearch(words))
                #expect(found.count == wanted, "\(words)")
                let fitting = texts.indices.reversed().filter { search.fits(texts[$0]) }
                #expect(found == fitting.map { "false_60123456789@c.us_M\($0)" })
            }
        }
    }

    @Test(arguments: StoreEngine.underTest, [SearchReach(index: 0), nil])
    func `addresses and prices are found by their parts`(engine: StoreEngine, reach: SearchReach?) async throws {
        try await Desk.with(engine) { desk in
            let text = "info@gym.my, https://gym.my/classes?day=mon: it's RM3.50 <b>only</b>, -5% #first_time"
            try await desk.hear(Words.received("M", body: text))
            for words in ["gym", "info@gym.my", "classes", "mon", "RM3.50", "50", "only", "5", "first", "time"] {
                let found = try await desk.search(SearchMessages(words: words), reach: reach)
                #expect(found.items.count == 1, "\(words)")
            }
        }
    }

    /// 60 messages of another branch have the word, the first ten are of ours.
    @Test(arguments: StoreEngine.underTest)
    func `a page of common words looks through so many messages, and the next one goes on`(
        engine: StoreEngine
    ) async throws {
        try await Desk.with(engine) { desk in
            for number in 0..<70 {
                let chat = number < 10 ? "60123456789@c.us" : "60111111111@c.us"
                try await desk.hear(Words.received("M\(number)", from: chat, second: number, body: "same \(number)"))
            }
            try await desk.hear(PeopleTests.changed("c1", "Ann", ["phone:+60111111111"], version: 1))
            let reach = SearchReach(sample: 8, index: 16, page: 24, conversation: 16)
            var pages: [[String?]] = []
            var request = SearchMessages(words: "same", limit: 6, scope: "Kota Damansara")
            repeat {
                let page = try await desk.search(request, reach: reach)
                pages.append(page.items.map(\.message.body))
                request.cursor = page.nextCursor
            } while request.cursor != nil && pages.count < 10
            #expect(pages.map(\.count) == [0, 0, 6, 4])
            #expect(pages.joined().map { $0 ?? "" } == (0..<10).reversed().map { "same \($0)" })

            let other = try #require(await desk.list(ListConversations(search: "0111111111")).items.first).id
            var found: [String?] = []
            request = SearchMessages(words: "same 10", conversation: other)
            repeat {
                let page = try await desk.search(request, reach: reach)
                found += page.items.map(\.message.body)
                request.cursor = page.nextCursor
            } while request.cursor != nil
            #expect(found == ["same 10"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `only what the caller sees is found`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("A", body: "secret plan"))
            try await desk.hear(PeopleTests.changed("c1", "Ann", ["phone:+60123456789"], version: 1))
            #expect(try await desk.find("plan", scope: "Kepong") == ["secret plan"])
            #expect(try await desk.find("plan", scope: "Kota Damansara") == [])
            let other = try await desk.store.read { reader in
                try MessageSearch(workspace: WorkspaceID(trusted: "other"), reader: reader)
                    .find(SearchMessages(words: "plan"))
            }
            #expect(other.items.isEmpty)
            let id = try #require(await desk.conversation()).id
            let hidden = await #expect(throws: Problem.self) { try await desk.find("plan", in: id, scope: "Nowhere") }
            #expect(hidden == .notFound("conversation"))
            for words in ["", "?!", String(repeating: "x", count: 129)] {
                let problem = await #expect(throws: Problem.self) { try await desk.find(words) }
                #expect(problem?.fields?.map(\.field) == ["q"])
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `the index follows what is changed and removed, and goes on after a stop`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            for number in 0..<3 {
                try await desk.hear(Words.received("M\(number)", second: number, body: "same \(number)"))
            }
            #expect(try await desk.find("same") == ["same 2", "same 1", "same 0"])
            try await desk.store.write { transaction in
                try transaction.run(sql: "UPDATE message SET body = 'different' WHERE body = 'same 1'")
                try transaction.run(sql: "DELETE FROM message WHERE body = 'same 2'")
            }
            #expect(try await desk.find("same") == ["same 0"])
            #expect(try await desk.find("different") == ["different"])
            try await desk.hear(Words.received("M3", second: 3, body: "same again"))
            #expect(try await desk.find("same") == ["same again", "same 0"])
            guard engine == .sqlite else { return }
            try await desk.store.write { transaction in
                try transaction.run(sql: "INSERT INTO message_words (message_words) VALUES ('integrity-check')")
            }
        }
    }

    @Test func `thousands of messages are indexed in batches`() async throws {
        try await Desk.with(.sqlite) { desk in
            try await desk.turn { turn in
                for number in 0..<(2 * WordIndexing.batch + 7) {
                    try Arrivals(turn: turn).received(
                        Words.received("M\(number)", second: number, body: "word\(number)")
                    )
                }
            }
            let indexing = WordIndexing(store: desk.store, clock: .system, logger: .quiet)
            #expect(try await indexing.index() == WordIndexing.batch)
            #expect(try await indexing.index() == WordIndexing.batch)
            #expect(try await indexing.index() == 7)
            #expect(try await indexing.index() == 0)
            #expect(try await desk.find("word406") == ["word406"])
        }
    }

    @Test func `a snippet is one line around what was looked for`() {
        #expect(Snippet.around(["yoga"], in: "short  \n yoga") == "short yoga")
        let long = String(repeating: "ab ", count: 200) + "Yoga here " + String(repeating: "cd ", count: 200)
        let snippet = Snippet.around(["yoga"], in: long)
        #expect(snippet.hasPrefix("…") && snippet.hasSuffix("…") && snippet.contains(" Yoga here "))
        #expect(snippet.count == Snippet.length + 2)
        #expect(Snippet.around(["none"], in: long).hasPrefix("ab ab"))
    }
}
