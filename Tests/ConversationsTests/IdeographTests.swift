import Store
import TestSupport
import Testing

@testable import conversations

@Suite struct IdeographTests {
    @Test func `only what is written without blanks is widened`() {
        #expect(Ideographs.widened("ann 012") == "ann 012")
        #expect(Ideographs.widened("李a김") == "李\u{2060}\u{2060}a김\u{2060}\u{2060}")
    }

    @Test(arguments: StoreEngine.underTest)
    func `what was written before is widened as what is written now`(engine: StoreEngine) async throws {
        try await withStore(engine) { store in
            let texts = ["ann 李小明\n60123456789", "カナ 김 수", "zoé"]
            try await store.migrate("conversations", Array(Schema.migrations.prefix(11)))
            try await store.write { transaction in
                for (number, text) in texts.enumerated() {
                    try transaction.run(SearchQuery.setSearchDoc, "\(number)", text)
                }
            }
            try await store.migrate("conversations", Schema.migrations)
            let found: [String] = try await store.read { reader in
                try reader.rows(sql: "SELECT text FROM search_doc ORDER BY conversation")
                    .map { row throws(StoreError) in try row.get(0) }
            }
            let wanted = texts.map(Ideographs.widened)
            #expect(found.map { Array($0.unicodeScalars) } == wanted.map { Array($0.unicodeScalars) })
        }
    }
}
