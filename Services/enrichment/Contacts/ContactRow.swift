import Contracts
import Store

/// A contact as it was last told.
struct ContactRow {
    var id: ContactID
    var names: ContactNames
    var standing: Standing
    /// What a search looks through.
    var search: String
    var mergedInto: ContactID?
    var version: Int
    /// Who changed it last, when a person did.
    var changedBy: String?
    var changedAt: Timestamp

    /// - Parameter row: of ``EnrichmentQuery/contact`` or ``EnrichmentQuery/contactToChange``.
    init(_ row: Row) throws(StoreError) {
        id = try row.get("id")
        names = ContactNames(given: try row.get("given_name"), whatsApp: try row.get("whatsapp_name"))
        let lastDay: String? = try row.get("holds_until")
        standing = Standing(
            name: try row.get("name"),
            kind: try row.get("kind"),
            badge: Badge(status: try row.get("badge"), label: try row.get("badge_label")),
            branch: try row.get("branch"),
            leadStatus: try row.get("lead_status"),
            holdsUntil: lastDay.flatMap { try? CalendarDay($0) }
        )
        search = try row.get("search")
        mergedInto = try row.get("merged_into")
        version = try row.get("version")
        changedBy = try row.get("changed_by")
        changedAt = try row.get("changed_at")
    }

    var brief: ContactBrief {
        var brief = ContactBrief(
            id: id,
            name: standing.name,
            kind: standing.kind,
            badge: standing.badge,
            branch: standing.branch
        )
        brief.leadStatus = standing.leadStatus
        return brief
    }

    /// The values of ``EnrichmentQuery/changeContact``.
    func changes(in workspace: WorkspaceID) -> [any SQLBindable] {
        [
            workspace, id, standing.name, standing.kind, standing.badge.status, standing.badge.label, standing.branch,
            standing.leadStatus, standing.holdsUntil?.text, search, version, changedBy, changedAt,
        ]
    }

    /// Whether somebody who is limited to a branch sees it: theirs, and those of none.
    func isVisible(to scope: String?) -> Bool {
        scope == nil || standing.branch == nil || standing.branch == scope
    }

    /// Somebody else has changed it.
    var conflict: Problem {
        var problem = Problem(
            409,
            "conflict",
            "The contact was changed by \(changedBy ?? "an update") at \(changedAt.text); it is at version \(version) "
                + "now. Look at it again."
        )
        problem.changedBy = changedBy
        problem.changedAt = changedAt
        return problem
    }
}

extension ContactIdentifier {
    /// Of one contact: phones, then hidden ids.
    static func all(of contact: ContactID, in workspace: WorkspaceID, _ reader: any Reader) throws
        -> [ContactIdentifier]
    {
        try HeldIdentifier.all(of: contact, in: workspace, reader).map(\.identifier)
    }

    /// The digits that a search finds it by; nil when it has none.
    var digits: String? {
        switch kind {
        case .phone: String(value.dropFirst())
        case .lid: value.split(separator: "@").first.map(String.init)
        case .group: nil
        }
    }
}

/// An identifier, and how often it has changed hands.
struct HeldIdentifier: Hashable {
    let identifier: ContactIdentifier
    let moves: Int

    /// Of one contact: phones, then hidden ids.
    static func all(of contact: ContactID, in workspace: WorkspaceID, _ reader: any Reader) throws -> [HeldIdentifier] {
        try reader.rows(EnrichmentQuery.identifiers, workspace, contact).map { row in
            HeldIdentifier(
                identifier: ContactIdentifier(kind: try row.get("kind"), value: try row.get("value")),
                moves: try row.get("moves")
            )
        }
    }
}
