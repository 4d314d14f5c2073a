import Contracts
import Store

/// What a list request asks for, checked and said in the columns of `conversation`.
struct ConversationFilter: Sendable {
    /// A column and the values that it may have.
    struct Condition: Hashable, Sendable {
        let column: ListIndex
        let values: [String]
    }

    let workspace: WorkspaceID
    let isEnded: Bool
    /// On columns that have an index each.
    private(set) var conditions: [Condition] = []
    private(set) var unreadOnly = false
    let tag: TagID?
    let search: PeopleSearch?
    let cursor: Cursor?
    let limit: Int
    /// Two conditions exclude each other: nothing is found.
    private(set) var isVoid = false

    /// - Parameter country: where numbers are typed, ISO 3166: `MY`.
    /// - Throws: `Problem` 422.
    init(_ request: ListConversations, _ workspace: WorkspaceID, country: String) throws(Problem) {
        self.workspace = workspace
        let search = request.search.map(PeopleSearch.line) ?? ""
        let cursor = request.cursor.map(Cursor.init)
        var problems: [FieldProblem] = []
        if let problem = PageLimit.problem(request.limit, upTo: 500) { problems.append(problem) }
        if search.count > 128 { problems.append(FieldProblem("search", "must have at most 128 characters")) }
        if cursor == .some(nil) { problems.append(.foreignCursor) }
        guard problems.isEmpty else { throw .invalid(problems) }
        isEnded = request.status == .ended
        tag = request.tag
        self.search = PeopleSearch(search, country: country)
        self.cursor = cursor ?? nil
        limit = request.limit
        unreadOnly = request.unread == true
        addKind(request)
        addPeople(request)
        addBranch(request)
        if let assignment = request.assignment { add(.assignee, [assignment == "unassigned" ? "" : assignment]) }
        if let channel = request.channel { add(.channel, [channel.text]) }
    }

    private mutating func add(_ column: ListIndex, _ values: [String]) {
        if values.isEmpty { isVoid = true }
        conditions.append(Condition(column: column, values: values))
    }

    /// Only people are members, leads or unknown: such a filter leaves groups out.
    private mutating func addKind(_ request: ListConversations) {
        let isOfPeople = request.contactType != nil || request.memberStatus != nil || request.leadStatus != nil
        switch request.type {
        case .groups where isOfPeople: isVoid = true
        case .groups: add(.kind, [ConversationKind.group.rawValue])
        case .personal: add(.kind, [ConversationKind.personal.rawValue])
        case .all: if isOfPeople { add(.kind, [ConversationKind.personal.rawValue]) }
        }
    }

    private mutating func addPeople(_ request: ListConversations) {
        if request.contactType != nil || request.memberStatus != nil {
            let badges = Badge.Status.allCases.filter { badge in
                (request.contactType.map { $0 == badge.kind } ?? true)
                    && (request.memberStatus.map { $0.badge == badge } ?? true)
            }
            add(.badge, badges.map(\.rawValue))
        }
        if let status = request.leadStatus { add(.lead, [status.label]) }
    }

    /// Staff of a branch see it and whom no branch has.
    private mutating func addBranch(_ request: ListConversations) {
        let asked = request.branch.map { $0 == "none" ? "" : $0 }
        switch (asked, request.scope) {
        case (nil, nil): return
        case (nil, let scope?): add(.branch, ["", scope])
        case (let asked?, nil): add(.branch, [asked])
        case (let asked?, let scope?): add(.branch, asked.isEmpty || asked == scope ? [asked] : [])
        }
    }
}

extension Badge.Status {
    /// Who has this badge.
    fileprivate var kind: ContactKind {
        switch self {
        case .active, .expired, .noPackage: .member
        case .lead: .lead
        case .notAMember: .unknown
        }
    }
}

extension ListConversations.MemberStatus {
    fileprivate var badge: Badge.Status {
        switch self {
        case .active: .active
        case .inactive: .expired
        case .noPackage: .noPackage
        }
    }
}
