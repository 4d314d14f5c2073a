import Bus
import Contracts
import HTTPServer

/// Sending a message: checked, its file stored, then handed to conversations, which keeps it as pending.
struct SendHandlers: Sendable {
    /// The most bytes of a request: a file of 16 MB in base64, and room for the rest.
    static let limit = 23 * 1024 * 1024

    let bus: Bus
    let channels: ChannelDirectory
    let files: FileStore
    let sight: FileSight
    /// Of workspaces that name none, ISO 3166.
    let country: String

    func send(_ call: Call<Caller, NoQuery, SendBody>) async throws -> SentMessage {
        let workspace = call.identity.workspace
        let body = try await addressed(call.body, by: call.identity)
        let order = try SendOrder(body, country: call.identity.country ?? country)
        let channel = try channels.channel(body.channelId, of: workspace)
        try call.identity.checkChannel(channel.id)
        try channels.checkWorking(channel.id)
        if case .stored(let media) = order.file { try await sight.check(media, call.identity) }
        let request = SendMessage(
            channel: channel.id,
            chat: order.chat,
            content: OutgoingContent(
                type: order.type,
                text: order.text,
                media: try await files.store(order, by: call.identity.uploader, workspace: workspace),
                content: order.content,
                linkPreview: order.linkPreview
            ),
            clientRef: body.clientRef,
            sentBy: call.identity.staff?.id,
            scope: call.identity.branch,
            replyTo: body.replyTo
        )
        return try await bus.ask(request, workspace: workspace)
    }

    /// An answer in a conversation leaves by the conversation's channel, and goes to where the person wrote from last.
    private func addressed(_ body: SendBody, by caller: Caller) async throws -> SendBody {
        guard let id = body.conversationId else { return body }
        let show = ShowConversation(conversation: id, scope: caller.branch)
        let conversation = try await bus.ask(show, workspace: caller.workspace)
        var problems: [FieldProblem] = []
        if body.to != nil { problems.append(FieldProblem("to", "does not go with conversationId")) }
        if let channel = body.channelId, channel != conversation.channelId {
            problems.append(FieldProblem("channelId", "is not the conversation's"))
        }
        guard problems.isEmpty else { throw Problem.invalid(problems) }
        var addressed = body
        (addressed.to, addressed.channelId) = (conversation.chatId.text, conversation.channelId)
        return addressed
    }
}
