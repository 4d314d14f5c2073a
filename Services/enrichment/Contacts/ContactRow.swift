import Contracts
import Store

/// A contact as it was last told.
struct ContactRow {
    var id: ContactID
    var whatsAppName: String?
    var standing: Standing
    var mergedInto: ContactID?
    var version: Int

    /// - Parameter row: of ``EnrichmentQuery/contact`` or ``EnrichmentQuery/contactToChange``.
    init(_ row: Row) throws(StoreError) {
        id = try row.get("id")
        whatsAppName = try row.get("whatsapp_name")
        let lastDay: String? = try row.get("holds_until")
        standing = Standing(
            name: try row.get("name"),
            kind: try row.get("kind"),
            badge: Badge(status: try row.get("badge"), label: try row.get("badge_label")),
            branch: try row.get("branch"),
            holdsUntil: lastDay.flatMap { try? CalendarDay($0) }
        )
        mergedInto = try row.get("merged_into")
        version = try row.get("version")
    }

    var brief: ContactBrief {
        ContactBrief(
            id: id,
            name: standing.name,
            kind: standing.kind,
            badge: standing.badge,
            branch: standing.branch
        )
    }

    /// The values of ``EnrichmentQuery/changeContact``.
    func changes(in workspace: WorkspaceID) -> [any SQLBindable] {
        [
            workspace, id, standing.name, standing.kind, standing.badge.status, standing.badge.label, standing.branch,
            standing.holdsUntil?.text, version,
        ]
    }
}

extension ContactIdentifier {
    /// Of one contact: phones, then hidden ids.
    static func all(of contact: ContactID, in workspace: WorkspaceID, _ reader: any Reader) throws
        -> [ContactIdentifier]
    {
        try reader.rows(EnrichmentQuery.identifiers, workspace, contact).map { row in
            ContactIdentifier(kind: try row.get("kind"), value: try row.get("value"))
        }
    }
}
