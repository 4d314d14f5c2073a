import Store
import TestSupport
import Testing

@Suite struct SQLiteFunctionTests {
    @Test(arguments: [
        ("", ""), ("12345", ""), ("123456", "123456 "), ("ann 12345678\n9", "123456 234567 345678 "),
        ("12345a678901", "678901 "),
    ])
    func `digits that stand together are told in parts of six`(text: String, parts: String) async throws {
        try await withStore(.sqlite) { store in
            let found: String? = try await store.read { reader in
                try reader.rows(sql: "SELECT digit_parts(?)", arguments: [text]).first?.get(0)
            }
            #expect(found == parts)
        }
    }

    @Test func `the last part is of digits alone`() {
        #expect(DigitParts.last(of: "601234567") == "234567")
        #expect(DigitParts.last(of: "12345") == nil)
        #expect(DigitParts.last(of: "12345 6") == nil)
        #expect(DigitParts.last(of: "١٢٣٤٥٦") == nil)
    }
}
