import Bus
import Contracts
import HTTPServer

/// Members and leads as the workspace's own system has them.
struct RecordHandlers: Sendable {
    let bus: Bus

    func members(_ call: Call<Caller, MemberListQuery, NoBody>) async throws -> Page<MemberEntry> {
        var request = ListMembers(
            search: call.query.search,
            limit: call.query.limit ?? 50,
            cursor: call.query.cursor,
            scope: call.identity.branch
        )
        request.country = call.identity.country
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func leads(_ call: Call<Caller, LeadListQuery, NoBody>) async throws -> Page<LeadEntry> {
        var request = ListLeads(
            search: call.query.search,
            status: call.query.status,
            limit: call.query.limit ?? 50,
            cursor: call.query.cursor,
            scope: call.identity.branch
        )
        request.country = call.identity.country
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func crmSync(_ call: Call<Caller, NoQuery, NoBody>) async throws -> CRMSyncStatus {
        try await bus.ask(ShowCRMSync(), workspace: call.identity.workspace)
    }

    func runCRMSync(_ call: Call<Caller, NoQuery, CRMRunBody>) async throws -> CRMSyncStatus {
        let request = RunCRMSync(whole: call.body.whole ?? false, acceptRemovals: call.body.acceptRemovals ?? false)
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func setLeadStatus(_ call: Call<Caller, NoQuery, LeadStatusBody>) async throws -> LeadEntry {
        let request = SetLeadStatus(
            lead: try call.path.text("id"),
            status: call.body.status,
            version: call.body.version,
            by: call.identity.staff?.name,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }
}

struct MemberListQuery: Codable, Sendable {
    /// A part of a name, a number, an e-mail address or an id.
    var search: String?
    /// 1 to 100; 50 when absent.
    var limit: Int?
    var cursor: String?
}

struct LeadListQuery: Codable, Sendable {
    /// A part of a name, a number, an e-mail address or an id.
    var search: String?
    var status: Lead.Status?
    /// 1 to 100; 50 when absent.
    var limit: Int?
    var cursor: String?
}

struct LeadStatusBody: Codable, Sendable {
    var status: Lead.Status
    /// The lead's version that the caller has seen: when it is another by now, the answer is 409 `conflict`.
    var version: Int
}

struct CRMRunBody: Codable, Sendable {
    /// True reads all rows, not just those that have changed.
    var whole: Bool?
    /// True reads all rows and removes those that have gone, even when they are the most.
    var acceptRemovals: Bool?
}
