import Bus
import Contracts
import HTTPServer

/// Who works on a conversation: assignment, control, its end and what was before.
struct WorkHandlers: Sendable {
    let bus: Bus

    func assign(_ call: Call<Caller, NoQuery, AssignmentBody>) async throws -> ConversationSummary {
        let request = try AssignConversation(
            conversation: call.path.id("id"),
            staff: call.body.staff,
            version: call.body.version,
            by: call.identity.staff?.id,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func assignments(_ call: Call<Caller, PageQuery, NoBody>) async throws -> Page<Assignment> {
        let request = try ListAssignments(
            conversation: call.path.id("id"),
            limit: call.query.limit ?? 50,
            cursor: call.query.cursor,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    /// Who holds it is a person or the bot, never a program that acts for a person.
    func control(_ call: Call<Caller, NoQuery, ControlBody>) async throws -> ConversationSummary {
        let staff = try call.identity.inPerson().staff
        let request = try ControlConversation(
            conversation: call.path.id("id"),
            action: call.body.action,
            to: call.body.to,
            version: call.body.version,
            by: staff.id,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func end(_ call: Call<Caller, NoQuery, EndBody>) async throws -> ConversationSummary {
        let request = try EndConversation(
            conversation: call.path.id("id"),
            version: call.body.version,
            by: call.identity.staff?.id,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func history(_ call: Call<Caller, PageQuery, NoBody>) async throws -> Page<ConversationSummary> {
        let request = try ListHistory(
            conversation: call.path.id("id"),
            limit: call.query.limit ?? 50,
            cursor: call.query.cursor,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }
}

struct AssignmentBody: Codable, Sendable {
    /// Who follows the conversation up; null or absent for nobody.
    var staff: StaffID?
    /// The `workVersion` that the caller has seen; without it the assignment is changed whatever it was.
    var version: Int?
}

struct ControlBody: Codable, Sendable {
    var action: ControlAction
    /// For `transfer`: the id of a person of the staff, or `bot`.
    var to: String?
    /// The `workVersion` that the caller has seen.
    var version: Int
}

struct EndBody: Codable, Sendable {
    /// The `workVersion` that the caller has seen; without it the conversation is ended whatever it was.
    var version: Int?
}

/// A page of a list.
struct PageQuery: Codable, Sendable {
    /// 1 to 100; 50 when absent.
    var limit: Int?
    var cursor: String?
}
