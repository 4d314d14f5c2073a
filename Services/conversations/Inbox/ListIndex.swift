/// A column that the list is filtered by, and the index in which its rows stand in the order of the list.
///
/// Each index is `(workspace, ended, column, active_minute, facets)`: a page comes out of it minute by minute, the latest
/// first, so that it costs what it shows; messages within one minute change no index.
enum ListIndex: CaseIterable, Hashable, Sendable {
    /// From what usually excludes most to what excludes least: for when counting does not tell.
    case lead, assignee, badge, channel, branch, kind

    var column: String {
        switch self {
        case .lead: "lead_status"
        case .assignee: "assignee"
        case .badge: "badge"
        case .channel: "channel"
        case .branch: "branch"
        case .kind: "kind"
        }
    }

    var index: String { "conversation_by_\(self)" }

    var facet: Facets.Column {
        switch self {
        case .lead: .lead
        case .assignee: .assignee
        case .badge: .badge
        case .channel: .channel
        case .branch: .branch
        case .kind: .kind
        }
    }
}
