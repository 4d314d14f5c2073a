/// An id that says of what: 1 to 128 bytes of text, one string in JSON.
///
/// Our own are UUIDv7 text, made by the service that owns the row; ids of others are taken as they come.
package struct Identifier<Subject>: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    /// - Throws: ``Malformed`` when the text is empty or over 128 bytes.
    package init(_ text: String) throws(Malformed) {
        guard (1...128).contains(text.utf8.count) else { throw Malformed("id", text) }
        self.text = text
    }

    /// For text that is known to be an id: just made, or read back from a table.
    package init(trusted text: String) {
        self.text = text
    }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            try self.init(container.decode(String.self))
        } catch let error as Malformed {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// What an ``Identifier`` can name.
package enum Subject {
    package enum Workspace {}
    package enum Channel {}
    package enum Staff {}
    package enum Conversation {}
    package enum Message {}
    package enum Tag {}
    package enum Contact {}
    package enum ContactMerge {}
    package enum Media {}
    package enum GalleryItem {}
    package enum Campaign {}
    package enum Recipient {}
    package enum Notification {}
}

package typealias WorkspaceID = Identifier<Subject.Workspace>
package typealias ChannelID = Identifier<Subject.Channel>
package typealias StaffID = Identifier<Subject.Staff>
package typealias ConversationID = Identifier<Subject.Conversation>
package typealias MessageID = Identifier<Subject.Message>
package typealias TagID = Identifier<Subject.Tag>
package typealias ContactID = Identifier<Subject.Contact>
package typealias ContactMergeID = Identifier<Subject.ContactMerge>
package typealias MediaID = Identifier<Subject.Media>
package typealias GalleryItemID = Identifier<Subject.GalleryItem>
package typealias CampaignID = Identifier<Subject.Campaign>
package typealias RecipientID = Identifier<Subject.Recipient>
package typealias NotificationID = Identifier<Subject.Notification>
