/// The conversation list, newest activity first.
package struct ListConversations: Request {
    package typealias Reply = ConversationList
    package static let name = "conversations.list"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    package enum Kind: String, Codable, CaseIterable, Sendable {
        case all, personal, groups
    }

    package var type: Kind
    /// A part of a name, or of a number in any of its variants; 1 to 128 characters.
    package var search: String?
    /// Where numbers are typed without a country code, ISO 3166; what the service is set to when it is nil.
    package var country: String?
    package var tag: TagID?
    /// 1 to 500.
    package var limit: Int
    package var cursor: String?
    /// `unassigned`, or the id of a person.
    package var assignment: String?
    /// The branch of the contact, or `none`.
    package var branch: String?
    /// Of people alone, as the two below.
    package var contactType: ContactKind?
    package var leadStatus: Lead.Status?
    package var memberStatus: MemberStatus?
    /// Active ones when it is nil.
    package var status: ConversationStatus?
    package var channel: ChannelID?
    /// Only those with something unread.
    package var unread: Bool?
    /// The branch that the caller is limited to: theirs and people of no branch; nil for all.
    package var scope: String?

    /// What a member's packages come to.
    package enum MemberStatus: String, Codable, CaseIterable, Sendable {
        /// With a package that is good.
        case active
        /// With packages, none of them good any more.
        case inactive
        case noPackage
    }

    package init(type: Kind = .all, search: String? = nil, tag: TagID? = nil, limit: Int = 50, cursor: String? = nil) {
        self.type = type
        self.search = search
        self.tag = tag
        self.limit = limit
        self.cursor = cursor
    }
}

/// One page of conversations and what all of them add up to.
package struct ConversationList: Codable, Sendable {
    package struct Totals: Codable, Hashable, Sendable {
        package var conversations: Int
        package var unread: Int

        package init(conversations: Int, unread: Int) {
            self.conversations = conversations
            self.unread = unread
        }
    }

    package var items: [ConversationSummary]
    package var nextCursor: String?
    package var hasMore: Bool
    /// Over all active conversations that the caller sees, whatever the filter.
    package var totals: Totals

    package init(items: [ConversationSummary], nextCursor: String?, totals: Totals) {
        self.items = items
        self.nextCursor = nextCursor
        hasMore = nextCursor != nil
        self.totals = totals
    }
}

/// One conversation. Throws `not_found`.
package struct ShowConversation: Request {
    package typealias Reply = ConversationSummary
    package static let name = "conversations.show"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    package var conversation: ConversationID
    /// The branch that the caller is limited to; nil for all.
    package var scope: String?

    package init(conversation: ConversationID, scope: String? = nil) {
        self.conversation = conversation
        self.scope = scope
    }
}

/// One tag and how much it is used, to be told before it is deleted. Throws `not_found`.
package struct ShowTag: Request {
    package typealias Reply = TagUse
    package static let name = "tags.show"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    package var tag: TagID

    package init(tag: TagID) {
        self.tag = tag
    }
}

package struct TagUse: Codable, Hashable, Sendable {
    package var tag: Tag
    /// Conversations that have it, active and ended.
    package var conversations: Int

    package init(tag: Tag, conversations: Int) {
        self.tag = tag
        self.conversations = conversations
    }
}

/// The workspace's tags in their order.
package struct ListTags: Request {
    package typealias Reply = Page<Tag>
    package static let name = "tags.list"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    package init() {}
}

/// The branches that conversations of the workspace have or had, by name.
package struct ListBranches: Request {
    package typealias Reply = Page<Branch>
    package static let name = "branches.list"
    package static let service = ServiceName.conversations
    package var laneKey: String? { nil }

    package init() {}
}

package struct Branch: Codable, Hashable, Sendable {
    package var name: String

    package init(name: String) {
        self.name = name
    }
}
