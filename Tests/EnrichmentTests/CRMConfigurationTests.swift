import Contracts
import Foundation
import Runtime
import Testing

@testable import enrichment

/// What is said of the workspace's own database.
struct CRMConfigurationTests {
    @Test(arguments: ["mysql://somewhere", "postgres://user:secret@[host/x"])
    func `an address that is none is refused, and not shown`(url: String) throws {
        var reader = ConfigurationReader(Environment(["MYNAH_CRM_URL": url]))
        _ = EnrichmentConfiguration(&reader)
        let error = #expect(throws: ConfigurationError.self) { try reader.finish() }
        #expect(error?.description.contains("MYNAH_CRM_URL") == true)
        #expect(error?.description.contains("secret") == false)
    }

    @Test func `queries come as they are, from a file, or not at all`() throws {
        let file = "/tmp/mynah-crm-\(UInt64.random(in: 0 ... .max)).sql"
        try Data("SELECT 1 AS id, 'x' AS name;\n".utf8).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        var reader = ConfigurationReader(
            Environment([
                "MYNAH_CRM_URL": "postgres://u@h/d", "MYNAH_CRM_MEMBERS": "@\(file)", "MYNAH_CRM_PACKAGES": "-",
            ])
        )
        let crm = try #require(EnrichmentConfiguration(&reader).crm)
        try reader.finish()
        #expect(crm.queries.map(\.sql) == ["SELECT 1 AS id, 'x' AS name", "SELECT * FROM leads"])
        #expect(crm.queries.map(\.table) == [.members, .leads])
    }
}
