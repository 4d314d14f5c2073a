import Contracts
import Store

@testable import conversations

extension Desk {
    func hear(_ event: StaffChanged, _ workspace: WorkspaceID = Desk.workspace) async throws {
        try await hear(workspace) { try Colleagues(turn: $0).changed(event) }
    }

    /// A person of the staff is told of.
    @discardableResult
    func hire(
        _ name: String,
        branch: String? = nil,
        active: Bool = true,
        version: Int = 1,
        viewsChats: Bool = true,
        writesChats: Bool? = nil,
        managesChannels: Bool = false,
        _ workspace: WorkspaceID = Desk.workspace
    ) async throws -> StaffBrief {
        let id = StaffID(trusted: name.lowercased())
        var profile = StaffProfile(
            id: id,
            name: name,
            email: "\(id)@gym.example",
            branch: branch,
            active: active,
            version: version
        )
        (profile.viewsChats, profile.managesChannels) = (viewsChats, managesChannels)
        profile.writesChats = writesChats
        try await hear(StaffChanged(staff: profile), workspace)
        return StaffBrief(id: id, name: name)
    }

    func assign(
        _ conversation: ConversationID,
        to staff: StaffBrief?,
        seen version: Int? = nil,
        by: StaffBrief? = nil,
        scope: String? = nil
    ) async throws -> ConversationSummary {
        let request = AssignConversation(
            conversation: conversation,
            staff: staff?.id,
            version: version,
            by: by?.id,
            scope: scope
        )
        return try await turn { try WorkCommands(turn: $0).assign(request) }
    }

    func control(
        _ conversation: ConversationSummary,
        _ action: ControlAction,
        by person: StaffBrief,
        to: String? = nil
    ) async throws -> ConversationSummary {
        let request = ControlConversation(
            conversation: conversation.id,
            action: action,
            to: to,
            version: conversation.workVersion ?? 0,
            by: person.id,
            scope: nil
        )
        return try await turn { try WorkCommands(turn: $0).control(request) }
    }

    func end(
        _ conversation: ConversationID,
        seen version: Int? = nil,
        by person: StaffBrief? = nil
    ) async throws -> ConversationSummary {
        let request = EndConversation(conversation: conversation, version: version, by: person?.id, scope: nil)
        return try await turn { try WorkCommands(turn: $0).end(request) }
    }

    func assignments(_ request: ListAssignments) async throws -> Page<Assignment> {
        try await store.read { try WorkListings(workspace: Desk.workspace, reader: $0).assignments(request) }
    }

    func history(of conversation: ConversationID) async throws -> [ConversationSummary] {
        try await store.read { reader in
            try WorkListings(workspace: Desk.workspace, reader: reader)
                .history(ListHistory(conversation: conversation))
        }.items
    }

    func show(_ conversation: ConversationID, within scope: String? = nil) async throws -> ConversationSummary {
        try await store.read {
            try Threads.conversation(conversation, Desk.workspace, within: scope, in: $0).summary(in: $0)
        }
    }
}
