import Bus
import Contracts
import HTTPServer

/// The inbox: conversations and what is done to them.
struct ConversationHandlers: Sendable {
    let bus: Bus

    func list(_ call: Call<Caller, ConversationListQuery, NoBody>) async throws -> ConversationList {
        let query = call.query
        var request = ListConversations(
            type: query.type ?? .all,
            search: query.search,
            tag: query.tag,
            limit: query.limit ?? 50,
            cursor: query.cursor
        )
        request.country = call.identity.country
        request.assignment = query.assignment == "me" ? call.identity.staff?.id.text : query.assignment
        request.branch = query.branch
        request.contactType = query.contactType
        request.leadStatus = query.leadStatus
        request.memberStatus = query.memberStatus
        request.status = query.status
        request.channel = query.channel
        request.unread = query.unread
        request.scope = call.identity.branch
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func show(_ call: Call<Caller, NoQuery, NoBody>) async throws -> ConversationSummary {
        let request = try ShowConversation(conversation: call.path.id("id"), scope: call.identity.branch)
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func markRead(_ call: Call<Caller, NoQuery, NoBody>) async throws -> ConversationSummary {
        let request = try MarkRead(conversation: call.path.id("id"), scope: call.identity.branch)
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func setNote(_ call: Call<Caller, NoQuery, NoteBody>) async throws -> ConversationSummary {
        let request = try SetNote(
            conversation: call.path.id("id"),
            note: call.body.note,
            version: call.body.version,
            by: call.identity.staff?.id,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func addTag(_ call: Call<Caller, NoQuery, NoBody>) async throws -> ConversationSummary {
        try await tag(call, present: true)
    }

    func removeTag(_ call: Call<Caller, NoQuery, NoBody>) async throws -> ConversationSummary {
        try await tag(call, present: false)
    }

    /// Who this is: member or lead, packages, badge.
    func contact(_ call: Call<Caller, NoQuery, NoBody>) async throws -> ContactCard {
        let workspace = call.identity.workspace
        let show = try ShowConversation(conversation: call.path.id("id"), scope: call.identity.branch)
        let conversation = try await bus.ask(show, workspace: workspace)
        let request = LookUpContact(
            contact: conversation.contact?.id,
            chat: conversation.chatId,
            phone: conversation.phoneNumber
        )
        var card = try await bus.ask(request, workspace: workspace).withPicture
        if conversation.isGroup { card.pictureUrl = conversation.pictureUrl }
        return card
    }

    private func tag(
        _ call: Call<Caller, NoQuery, NoBody>,
        present: Bool
    ) async throws -> ConversationSummary {
        let request = try TagConversation(
            conversation: call.path.id("id"),
            tag: call.path.id("tag"),
            present: present,
            scope: call.identity.branch
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }
}

/// The filters of the conversation list.
struct ConversationListQuery: Codable, Sendable {
    var type: ListConversations.Kind?
    /// A part of a name, or of a number in any of its forms.
    var search: String?
    var tag: TagID?
    /// `unassigned`, `me`, or the id of a person of the staff.
    var assignment: String?
    /// The name of a branch, or `none`.
    var branch: String?
    /// `member`, `lead` or `unknown`; groups are none of these.
    var contactType: ContactKind?
    var leadStatus: Lead.Status?
    var memberStatus: ListConversations.MemberStatus?
    /// `active` when absent.
    var status: ConversationStatus?
    var channel: ChannelID?
    /// `true`: only those with something unread.
    var unread: Bool?
    /// 1 to 500; 50 when absent.
    var limit: Int?
    var cursor: String?
}

struct NoteBody: Codable, Sendable {
    var note: String
    /// The conversation's version that the writer has seen: refused when the note has changed since, and only then.
    /// Without it the note is overwritten whatever it was.
    var version: Int?
}
