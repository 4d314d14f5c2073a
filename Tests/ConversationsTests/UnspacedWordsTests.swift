import Contracts
import Store
import TestSupport
import Testing

@testable import conversations

/// Words of scripts that put no blanks between them.
@Suite struct UnspacedWordsTests {
    private static let texts = ["我想上瑜伽课", "瑜 伽 tonight", "伽瑜", "요가수업 있어요?", "ヨガyoga", "no, pilates"]

    @Test(arguments: StoreEngine.underTest, [SearchReach(index: 0), nil])
    func `what is written together is found by any part of it, in order`(
        engine: StoreEngine,
        reach: SearchReach?
    ) async throws {
        try await Desk.with(engine) { desk in
            for (number, text) in Self.texts.enumerated() {
                try await desk.hear(Words.received("M\(number)", second: number, body: text))
            }
            for (words, wanted) in [
                ("瑜伽", [1, 0]), ("瑜伽课", [0]), ("课", [0]), ("瑜", [2, 1, 0]), ("课 我想", [0]), ("想瑜", []),
                ("가수", [3]), ("요가 있", [3]), ("ガyo", [4]), ("yog", [4]), ("YOGA ヨ", [4]), ("tonight 瑜伽", [1]),
            ] {
                let found = try await desk.search(SearchMessages(words: words), reach: reach)
                #expect(found.items.map(\.message.body) == wanted.map { Self.texts[$0] }, "\(words)")
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `they follow what is changed and removed`(engine: StoreEngine) async throws {
        try await Desk.with(engine) { desk in
            try await desk.hear(Words.received("M0", body: "瑜伽课"))
            try await desk.hear(Words.received("M1", second: 1, body: "瑜伽"))
            #expect(try await desk.find("伽", reach: SearchReach(index: 0)) == ["瑜伽", "瑜伽课"])
            try await desk.store.write { transaction in
                try transaction.run(sql: "UPDATE message SET body = '普拉提' WHERE body = '瑜伽课'")
                try transaction.run(sql: "DELETE FROM message WHERE body = '瑜伽'")
            }
            #expect(try await desk.find("伽", reach: SearchReach(index: 0)) == [])
            #expect(try await desk.find("拉提", reach: SearchReach(index: 0)) == ["普拉提"])
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `what was indexed before is found as what is indexed now`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            try await store.migrate("conversations", Array(Schema.migrations.prefix(16)))
            try await store.write { transaction in
                for (number, text) in Self.texts.enumerated() {
                    let sql = """
                        INSERT INTO message (id, workspace, conversation, channel, chat, direction, type, body, status,
                            sent_at, ours)
                        VALUES (?, 'w', 'c', 'n', 'x', 'in', 'text', ?, 'received', ?, 0)
                        """
                    try transaction.run(sql: sql, arguments: ["m\(number)", text, number])
                }
                guard engine == .sqlite else { return }
                try transaction.run(sql: "INSERT INTO message_words (rowid, body) SELECT seq, body FROM message")
                try transaction.run(sql: "UPDATE word_cursor SET seq = (SELECT MAX(seq) FROM message)")
            }
            try await store.migrate("conversations", Schema.migrations)
            let condition =
                engine == .sqlite
                ? "seq IN (SELECT rowid FROM message_words WHERE message_words MATCH ?)"
                : "words(body) @@ to_tsquery('simple', ?)"
            for (words, count) in [("瑜伽", 2), ("pilates", 1), ("我想上瑜伽课", 1)] {
                let expression = try #require(WordSearch(words)).expression(for: engine)
                let found = try await store.read { reader in
                    try reader.rows(sql: "SELECT id FROM message WHERE \(condition)", arguments: [expression]).count
                }
                #expect(found == count, "\(words)")
            }
            guard engine == .sqlite else { return }
            // Nothing of the old words is left.
            let old = try await store.read { reader in
                try reader.rows(sql: "SELECT 1 FROM message_words WHERE message_words MATCH ?", arguments: ["我想上瑜伽课*"])
                    .count
            }
            #expect(old == 0)
        }
    }

    @Test func `a snippet begins where such a word stands`() {
        let long = String(repeating: "好", count: 400) + "瑜伽课" + String(repeating: "好", count: 400)
        #expect(Snippet.around(["瑜伽"], in: long).contains("瑜伽课"))
    }
}
