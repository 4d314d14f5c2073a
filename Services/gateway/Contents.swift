import Bus
import Contracts

/// What the gateway listens to and answers on the bus.
struct ContentsTable {
    let feed: FeedWriter
    let queue: SendQueue
    let access: ChannelAccessAnswer
    let files: FileFinder

    func contents() -> Contents {
        var contents = Contents()
        contents.on(MessageToSend.self, from: .conversations, queue.add)
        contents.on(MessageToSend.self, from: .campaigns, queue.add)
        contents.on(ConversationRead.self, from: .conversations, queue.addReadReceipt)

        contents.on(MessageAdded.self, from: .conversations, feed.tell(.messageAdded))
        contents.on(MessageChanged.self, from: .conversations, feed.tell(.messageChanged))
        contents.on(ConversationChanged.self, from: .conversations, feed.tell(.conversationChanged))
        contents.on(ConversationJoined.self, from: .conversations, feed.tell(.conversationJoined))
        contents.on(TagsChanged.self, from: .conversations, feed.tell(.tagsChanged))
        contents.on(ContactChanged.self, from: .enrichment, feed.tell(.contactChanged))
        contents.on(CampaignChanged.self, from: .campaigns, feed.tell(.campaignChanged))
        contents.on(MediaChanged.self, from: .media, feed.tell(.mediaChanged))
        contents.on(SessionChanged.self, from: .gateway, feed.tell(.sessionChanged))
        contents.on(SessionHealthChanged.self, from: .gateway, feed.tell(.sessionHealth))
        contents.on(ChannelChanged.self, from: .gateway, feed.tell(.channelChanged))

        contents.answer(ShowChannelAccess.self, access.answer)
        contents.answer(FindFile.self, async: files.find)
        return contents
    }
}
