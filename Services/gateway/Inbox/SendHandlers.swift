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
    let country: String

    func send(_ call: Call<Caller, NoQuery, SendBody>) async throws -> SentMessage {
        let workspace = call.identity.workspace
        let order = try SendOrder(call.body, country: country)
        let channel = try channels.channel(call.body.channelId, of: workspace)
        try call.identity.checkChannel(channel.id)
        try channels.checkWorking(channel.id)
        let request = SendMessage(
            channel: channel.id,
            chat: order.chat,
            content: OutgoingContent(
                type: order.type,
                text: order.text,
                media: try await files.store(order, workspace: workspace),
                content: order.content,
                linkPreview: order.linkPreview
            ),
            clientRef: call.body.clientRef,
            sentBy: call.identity.staff?.id,
            scope: call.identity.branch,
            replyTo: call.body.replyTo
        )
        return try await bus.ask(request, workspace: workspace)
    }
}
