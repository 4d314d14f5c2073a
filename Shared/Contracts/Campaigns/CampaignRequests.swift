/// Makes a draft. `{name}` in the text stands for the recipient's name.
package struct CreateCampaign: Request {
    package typealias Reply = Campaign
    package static let name = "campaigns.create"
    package static let service = ServiceName.campaigns
    package var laneKey: String? { "create" }

    /// 1 to 128 characters.
    package var title: String
    package var channel: ChannelID
    /// 1 to 4,096 characters.
    package var text: String

    package init(title: String, channel: ChannelID, text: String) {
        self.title = title
        self.channel = channel
        self.text = text
    }
}

/// Adds up to 500 recipients to a draft. A number that is there already is skipped, one that cannot be is reported.
package struct AddRecipients: Request {
    package typealias Reply = UpsertReport
    package static let name = "campaigns.add-recipients"
    package static let service = ServiceName.campaigns
    package var laneKey: String? { campaign.text }

    package struct Row: Codable, Hashable, Sendable {
        /// As typed; normalized for the workspace's country.
        package var phone: String
        package var name: String?

        package init(phone: String, name: String?) {
            self.phone = phone
            self.name = name
        }
    }

    package var campaign: CampaignID
    package var rows: [Row]
    /// The number of the first row in the whole upload, counted from 1.
    package var firstRow: Int
    /// Where numbers are typed without a country code, ISO 3166; what the service is set to when it is nil.
    package var country: String?

    package init(campaign: CampaignID, rows: [Row], firstRow: Int) {
        self.campaign = campaign
        self.rows = rows
        self.firstRow = firstRow
    }
}

/// Starts, pauses, resumes or cancels a campaign. Repeating it changes nothing; from a wrong status it throws `conflict`.
package struct ControlCampaign: Request {
    package typealias Reply = Campaign
    package static let name = "campaigns.control"
    package static let service = ServiceName.campaigns
    package var laneKey: String? { campaign.text }

    package enum Action: String, Codable, CaseIterable, Sendable {
        case start, pause, resume, cancel
    }

    package var campaign: CampaignID
    package var action: Action

    package init(campaign: CampaignID, action: Action) {
        self.campaign = campaign
        self.action = action
    }
}

/// One campaign with its counts. Throws `not_found`.
package struct ShowCampaign: Request {
    package typealias Reply = Campaign
    package static let name = "campaigns.show"
    package static let service = ServiceName.campaigns
    package var laneKey: String? { nil }

    package var campaign: CampaignID

    package init(campaign: CampaignID) {
        self.campaign = campaign
    }
}

/// Campaigns, newest first.
package struct ListCampaigns: Request {
    package typealias Reply = Page<Campaign>
    package static let name = "campaigns.list"
    package static let service = ServiceName.campaigns
    package var laneKey: String? { nil }

    /// 1 to 100.
    package var limit: Int
    package var cursor: String?

    package init(limit: Int = 50, cursor: String? = nil) {
        self.limit = limit
        self.cursor = cursor
    }
}

/// The recipients of a campaign in the order of their upload.
package struct ListRecipients: Request {
    package typealias Reply = Page<Recipient>
    package static let name = "campaigns.recipients"
    package static let service = ServiceName.campaigns
    package var laneKey: String? { nil }

    package var campaign: CampaignID
    package var status: Recipient.Status?
    /// 1 to 500.
    package var limit: Int
    package var cursor: String?

    package init(campaign: CampaignID, status: Recipient.Status? = nil, limit: Int = 100, cursor: String? = nil) {
        self.campaign = campaign
        self.status = status
        self.limit = limit
        self.cursor = cursor
    }
}
