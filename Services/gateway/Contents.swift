import Bus
import Contracts
import Store

/// What the gateway listens to and answers on the bus.
struct ContentsTable {
    let feed: FeedWriter
    let queue: SendQueue
    let access: ChannelAccessAnswer
    let files: FileFinder
    let activity: EventActivity
    let lids: LIDResolver

    func contents() -> Contents {
        var contents = Contents()
        contents.on(MessageToSend.self, from: .conversations, queue.add)
        contents.on(MessageToSend.self, from: .campaigns, queue.add)
        contents.on(ConversationRead.self, from: .conversations, queue.addReadReceipt)

        contents.on(
            MessageAdded.self,
            from: .conversations,
            both(feed.tell(.messageAdded) { $0.conversation.contact?.branch }, activity.added)
        )
        contents.on(
            MessageChanged.self,
            from: .conversations,
            both(feed.tell(.messageChanged) { $0.branch }, activity.changed)
        )
        contents.on(
            ConversationChanged.self,
            from: .conversations,
            feed.tell(.conversationChanged) { $0.conversation.contact?.branch }
        )
        contents.on(
            ConversationJoined.self,
            from: .conversations,
            feed.tell(.conversationJoined) { $0.conversation.contact?.branch }
        )
        contents.on(TagsChanged.self, from: .conversations, feed.tell(.tagsChanged))
        contents.on(NotificationAdded.self, from: .conversations, feed.tell(.notificationAdded, to: { $0.staff }))
        contents.on(NotificationsRead.self, from: .conversations, feed.tell(.notificationRead, to: { $0.staff }))
        contents.on(ContactChanged.self, from: .enrichment, feed.tell(.contactChanged) { $0.contact.branch })
        contents.on(CampaignChanged.self, from: .campaigns, feed.tell(.campaignChanged))
        contents.on(MediaChanged.self, from: .media, feed.tell(.mediaChanged))
        contents.on(
            SessionChanged.self,
            from: .gateway,
            both(feed.tell(.sessionChanged)) { [activity] in activity.sessionChanged($0, in: $1.workspace, $2) }
        )
        contents.on(SessionHealthChanged.self, from: .gateway, feed.tell(.sessionHealth))
        contents.on(ChannelChanged.self, from: .gateway, feed.tell(.channelChanged))

        contents.answer(ShowChannelAccess.self, access.answer)
        contents.answer(FindFile.self, async: files.find)
        contents.answer(ResolveLIDs.self, async: lids.resolve)
        contents.answer(FindFirstWorkspace.self) { _, _, reader in
            guard let row = try reader.first(WorkspaceQuery.firstWorkspace) else { throw Problem.notFound("workspace") }
            return FirstWorkspace(id: try row.get("id"))
        }
        return contents
    }

    /// Does one thing and then another with an event.
    private func both<E: Event>(
        _ first: @escaping @Sendable (E, EventContext, any Transaction) throws -> Void,
        _ second: @escaping @Sendable (E, EventContext, any Transaction) throws -> Void
    ) -> @Sendable (E, EventContext, any Transaction) throws -> Void {
        { event, context, transaction in
            try first(event, context, transaction)
            try second(event, context, transaction)
        }
    }
}
