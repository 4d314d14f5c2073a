import Contracts
import FoundationEssentials
import PostgresStore
import Runtime

/// The workspace's own database and what is read of it.
struct CRMConfiguration: Sendable {
    let source: PostgresSource
    /// The workspace that it belongs to; nil takes the first.
    var workspace: WorkspaceID?
    /// How often it is asked for what has changed.
    var interval = Duration.seconds(60)
    /// How often all of it is read.
    var wholeInterval = Duration.seconds(3600)
    /// The longest that one statement there may take.
    var timeout = Duration.seconds(60)
    /// In the order in which they are read.
    let queries: [(table: CRMTable, sql: String)]
}

extension CRMConfiguration {
    /// Nil when no database is named.
    init?(_ reader: inout ConfigurationReader) {
        let url = reader.secret(
            "MYNAH_CRM_URL",
            help: "The workspace's own PostgreSQL database, which is only read: postgres://user:password@host/name."
        )
        let workspace = reader.optional(
            "MYNAH_CRM_WORKSPACE",
            help: "The id of the workspace that it belongs to; else the first."
        )
        let interval = reader.integer(
            "MYNAH_CRM_INTERVAL",
            default: 60,
            in: 1...86_400,
            help: "How often it is asked for what has changed, in seconds."
        )
        let wholeInterval = reader.integer(
            "MYNAH_CRM_WHOLE_INTERVAL",
            default: 3600,
            in: 1...604_800,
            help: "How often all of it is read, which is how deletions are noticed, in seconds."
        )
        let timeout = reader.integer(
            "MYNAH_CRM_TIMEOUT",
            default: 60,
            in: 1...3600,
            help: "The longest that one statement there may take, in seconds."
        )
        let queries = CRMTable.allCases.compactMap { table in
            Self.query(of: table, &reader).map { (table: table, sql: $0) }
        }
        guard let url else { return nil }
        do {
            source = try PostgresSource(url: url)
        } catch {
            // Without the URL, which holds a password.
            reader.problem("MYNAH_CRM_URL", "must be the address of a PostgreSQL database.")
            return nil
        }
        self.workspace = workspace.map { WorkspaceID(trusted: $0) }
        self.interval = .seconds(interval)
        self.wholeInterval = .seconds(wholeInterval)
        self.timeout = .seconds(timeout)
        self.queries = queries
    }

    /// Nil when the table is left out.
    private static func query(of table: CRMTable, _ reader: inout ConfigurationReader) -> String? {
        let (name, view) =
            switch table {
            case .members: ("MYNAH_CRM_MEMBERS", "view_2_member")
            case .packages: ("MYNAH_CRM_PACKAGES", "view_4_1_2_member_package")
            case .leads: ("MYNAH_CRM_LEADS", "leads")
            }
        var text = reader.string(
            name,
            default: "SELECT * FROM \(view)",
            help: "The query for its \(table.rawValue); @ and a path reads a file, - leaves them out."
        )
        if text.hasPrefix("@") {
            do {
                text = try String(contentsOfFile: String(text.dropFirst()), encoding: .utf8)
            } catch {
                reader.problem(name, "names a file that cannot be read.")
            }
        }
        let query = text.trimmed
        return query == "-" ? nil : String(query.hasSuffix(";") ? query.dropLast() : query[...])
    }
}
