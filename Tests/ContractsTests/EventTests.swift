import Contracts
import Foundation
import Testing

struct EventTests {
    /// Reads a stored sample, writes it again and reads that: nothing is lost on the way.
    private func check<E: Event>(_: E.Type, _ topic: String, _ sample: String) throws -> E {
        #expect(E.topic == topic)
        let event = try JSONDecoder().decode(E.self, from: Data(sample.utf8))
        let again = try JSONDecoder().decode(E.self, from: JSONEncoder().encode(event))
        let sorted = JSONEncoder()
        sorted.outputFormatting = .sortedKeys
        #expect(try sorted.encode(event) == sorted.encode(again))
        if let writing = event as? any SelfWriting {
            let own = try JSONDecoder().decode(E.self, from: Data(JSONText.object(writing.write)))
            #expect(try sorted.encode(own) == sorted.encode(event))
        }
        #expect(!event.laneKey.isEmpty)
        return event
    }

    @Test func `events of the provider's side are read as they were told`() throws {
        let received = try check(MessageReceived.self, "message.received.v1", EventSamples.messageReceived)
        #expect(received.providerId.bare == "3EB0")
        #expect(received.laneKey == "c1|987654321@lid")
        let rich = try check(MessageReceived.self, "message.received.v1", EventSamples.messageReceivedWithContent)
        #expect(rich.content?.poll?.options.first?.voters?.first?.name == "Ann")
        _ = try check(MessageAltered.self, "message.altered.v1", EventSamples.messageAltered)
        _ = try check(GestureSettled.self, "gesture.settled.v1", EventSamples.gestureSettled)
        let gesture = try check(MessageToSend.self, "message.to-send.v1", EventSamples.gestureToSend)
        #expect(gesture.content.gesture?.kind == .reaction)
        _ = try check(MessageToSend.self, "message.to-send.v1", EventSamples.contentToSend)
        let changed = try check(MessageChanged.self, "message.changed.v1", EventSamples.messageChangedAltered)
        #expect(changed.message.reactions?.first?.emoji == "👍")
        _ = try check(DeliveryReported.self, "delivery.reported.v1", EventSamples.deliveryReported)
        let session = try check(SessionChanged.self, "session.changed.v1", EventSamples.sessionChanged)
        #expect(session.status == "SOMETHING_NEW")
        _ = try check(SessionHealthChanged.self, "session.health.v1", EventSamples.sessionHealthChanged)
        let named = try check(SessionChanged.self, "session.changed.v1", EventSamples.namedSessionChanged)
        #expect(named.name == "Front desk")
        _ = try check(ChannelChanged.self, "channel.changed.v1", EventSamples.channelChanged)
        _ = try check(StaffChanged.self, "staff.changed.v1", EventSamples.staffChanged)
        let manager = try check(StaffChanged.self, "staff.changed.v1", EventSamples.managerChanged)
        #expect(manager.staff.managesChannels == true)
    }

    @Test func `events of conversations are read as they were told`() throws {
        let added = try check(MessageAdded.self, "message.added.v1", EventSamples.messageAdded)
        #expect(added.conversation.tags.first?.name == "VIP")
        _ = try check(MessageChanged.self, "message.changed.v1", EventSamples.messageChanged)
        let changed = try check(MessageChanged.self, "message.changed.v1", EventSamples.messageChangedInBranch)
        #expect(changed.branch == "Kepong")
        _ = try check(ConversationChanged.self, "conversation.changed.v1", EventSamples.conversationChanged)
        _ = try check(
            ConversationChanged.self,
            "conversation.changed.v1",
            EventSamples.workedConversationChanged
        )
        _ = try check(ConversationJoined.self, "conversation.joined.v1", EventSamples.conversationJoined)
        _ = try check(TagsChanged.self, "tags.changed.v1", EventSamples.tagsChanged)
        _ = try check(ConversationRead.self, "conversation.read.v1", EventSamples.conversationRead)
        let notified = try check(NotificationAdded.self, "notification.added.v1", EventSamples.notificationAdded)
        #expect(notified.notification.kind == .newMessage && notified.laneKey == "s1")
        _ = try check(NotificationAdded.self, "notification.added.v1", EventSamples.sessionNotificationAdded)
        _ = try check(NotificationsRead.self, "notification.read.v1", EventSamples.notificationsRead)
        let read = try check(
            NotificationsRead.self,
            "notification.read.v1",
            EventSamples.notificationsReadWithTheirConversation
        )
        #expect(read.ids?.count == 2 && read.unread == nil)
        let toSend = try check(MessageToSend.self, "message.to-send.v1", EventSamples.messageToSend)
        #expect(toSend.priority == .campaign)
    }

    @Test func `events of the others are read as they were told`() throws {
        _ = try check(ContactChanged.self, "contact.changed.v1", EventSamples.contactChanged)
        let split = try check(ContactChanged.self, "contact.changed.v1", EventSamples.contactSplit)
        #expect(split.identifierMoves == [2] && split.contact.leadStatus == "New")
        let resolved = try check(LIDResolved.self, "lid.resolved.v1", EventSamples.lidResolved)
        #expect(resolved.laneKey == "987654321@lid")
        _ = try check(CampaignChanged.self, "campaign.changed.v1", EventSamples.campaignChanged)
        _ = try check(MediaChanged.self, "media.changed.v1", EventSamples.mediaChanged)
        _ = try check(MediaChanged.self, "media.changed.v1", EventSamples.datedMediaChanged)
    }

    @Test func `a kind of message that nobody knows is unsupported, not an error`() throws {
        #expect(try JSONDecoder().decode([MessageKind].self, from: Data(#"["hologram"]"#.utf8)) == [.unsupported])
    }
}
