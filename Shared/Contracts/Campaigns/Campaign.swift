/// One message to many recipients, one row per recipient.
package struct Campaign: Codable, Hashable, Sendable {
    package enum Status: String, Codable, CaseIterable, Sendable {
        case draft, running, paused, finished, cancelled
    }

    /// Sums over the recipients' rows. A recipient counts once, at the furthest it has come.
    package struct Counts: Codable, Hashable, Sendable {
        package var total: Int
        /// Not handed to the send queue yet.
        package var waiting: Int
        /// Handed over, no outcome yet.
        package var queued: Int
        package var sent: Int
        package var delivered: Int
        package var read: Int
        package var failed: Int
        package var uncertain: Int
        package var skipped: Int

        package init() {
            total = 0
            waiting = 0
            queued = 0
            sent = 0
            delivered = 0
            read = 0
            failed = 0
            uncertain = 0
            skipped = 0
        }
    }

    package var id: CampaignID
    package var name: String
    package var channel: ChannelID
    package var text: String
    package var status: Status
    package var counts: Counts
    package var createdAt: Timestamp
    package var startedAt: Timestamp?
    package var finishedAt: Timestamp?
    package var version: Int

    package init(
        id: CampaignID,
        name: String,
        channel: ChannelID,
        text: String,
        status: Status,
        counts: Counts,
        createdAt: Timestamp,
        version: Int
    ) {
        self.id = id
        self.name = name
        self.channel = channel
        self.text = text
        self.status = status
        self.counts = counts
        self.createdAt = createdAt
        self.version = version
    }
}

/// One recipient of a campaign.
package struct Recipient: Codable, Hashable, Sendable {
    package enum Status: String, Codable, CaseIterable, Sendable {
        case waiting, queued, sent, delivered, read, failed, uncertain
        /// Left out on purpose: a duplicate, an opt-out, a cancelled campaign.
        case skipped
    }

    package var id: RecipientID
    /// E.164.
    package var phoneNumber: String
    package var name: String?
    package var status: Status
    package var messageId: MessageID?
    package var error: DeliveryError?
    package var updatedAt: Timestamp

    package init(
        id: RecipientID,
        phoneNumber: String,
        name: String?,
        status: Status,
        messageId: MessageID?,
        error: DeliveryError?,
        updatedAt: Timestamp
    ) {
        self.id = id
        self.phoneNumber = phoneNumber
        self.name = name
        self.status = status
        self.messageId = messageId
        self.error = error
        self.updatedAt = updatedAt
    }
}

/// A campaign is now so; told at most about once a second while it runs, and at every change of status.
package struct CampaignChanged: Event {
    package static let topic = "campaign.changed.v1"
    package static let stream = Stream.campaign
    package var laneKey: String { campaign.id.text }

    package var campaign: Campaign

    package init(campaign: Campaign) {
        self.campaign = campaign
    }
}
