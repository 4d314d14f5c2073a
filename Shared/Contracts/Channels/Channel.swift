/// The state of a channel's session has changed.
package struct SessionChanged: Event {
    package static let topic = "session.changed.v1"
    package static let stream = Stream.session
    package var laneKey: String { channel.text }

    package var channel: ChannelID
    package var session: String
    /// In the provider's words: `WORKING`, `SCAN_QR_CODE`, …; states unknown to us included.
    package var status: String
    package var at: Timestamp
    /// The state before this one; the same when a session that waits for a scan has a new code.
    package var previous: String?
    /// Whether people should be told: messages travel from now on, or no longer.
    package var notify: Bool?
    /// What people call the channel.
    package var name: String?

    package init(
        channel: ChannelID,
        session: String,
        status: String,
        at: Timestamp,
        previous: String? = nil,
        notify: Bool? = nil,
        name: String? = nil
    ) {
        self.channel = channel
        self.session = session
        self.status = status
        self.at = at
        self.previous = previous
        self.notify = notify
        self.name = name
    }
}

/// How a channel's session is, judged by what comes of it and not by what it says of itself.
package enum SessionCondition: String, Codable, CaseIterable, Sendable {
    /// It works, and things come of it as usual.
    case well
    /// Nothing came for longer than usual, and the provider has nothing more.
    case quiet
    /// It says that it works, and messages are at the provider that it did not tell.
    case deaf
    /// The provider does not answer.
    case unreachable
    /// It has been starting for too long.
    case stuck
    /// It does not work, and says so.
    case down
}

/// The condition of a channel's session has changed.
package struct SessionHealthChanged: Event {
    package static let topic = "session.health.v1"
    package static let stream = Stream.session
    package var laneKey: String { channel.text }

    package var channel: ChannelID
    package var session: String
    package var health: SessionCondition
    package var previous: SessionCondition?
    package var at: Timestamp
    /// What people call the channel.
    package var name: String?

    package init(
        channel: ChannelID,
        session: String,
        health: SessionCondition,
        previous: SessionCondition?,
        at: Timestamp,
        name: String? = nil
    ) {
        self.channel = channel
        self.session = session
        self.health = health
        self.previous = previous
        self.at = at
        self.name = name
    }
}

/// A channel was made, set up otherwise or removed.
package struct ChannelChanged: Event {
    package static let topic = "channel.changed.v1"
    package static let stream = Stream.session
    package var laneKey: String { channel.text }

    package var channel: ChannelID
    package var name: String
    package var removed: Bool
    /// Counts the changes.
    package var version: Int

    package init(channel: ChannelID, name: String, removed: Bool, version: Int) {
        self.channel = channel
        self.name = name
        self.removed = removed
        self.version = version
    }
}

/// How to fetch a channel's files. For services only; never an answer to a client.
package struct ShowChannelAccess: Request {
    package typealias Reply = ChannelAccess
    package static let name = "channels.access"
    package static let service = ServiceName.gateway
    package var laneKey: String? { nil }

    package var channel: ChannelID

    package init(channel: ChannelID) {
        self.channel = channel
    }
}

/// Where a channel's provider is, and its key.
package struct ChannelAccess: Codable, Sendable {
    /// The name of the key that seals, for `ClusterKey.derive`.
    package static let key = "channel-access"

    /// The provider's address as we reach it: `http://waha:3000`.
    package var baseURL: String
    package var session: String
    /// The provider's key, sealed with the cluster's key ``key`` for the channel's id, in base64.
    package var sealedKey: String?

    package init(baseURL: String, session: String, sealedKey: String?) {
        self.baseURL = baseURL
        self.session = session
        self.sealedKey = sealedKey
    }
}

/// Asks a channel's provider where a message's file is, which makes the provider fetch it again if it can. Throws
/// `not_found` when the file cannot be had any more.
package struct FindFile: Request {
    package typealias Reply = FoundFile
    package static let name = "channels.find-file"
    package static let service = ServiceName.gateway
    package var laneKey: String? { nil }

    package var channel: ChannelID
    package var chat: ChatID
    package var message: ProviderMessageID

    package init(channel: ChannelID, chat: ChatID, message: ProviderMessageID) {
        self.channel = channel
        self.chat = chat
        self.message = message
    }
}

package struct FoundFile: Codable, Sendable {
    /// Opaque and the provider's own; needs the channel's key.
    package var url: String

    package init(url: String) {
        self.url = url
    }
}
