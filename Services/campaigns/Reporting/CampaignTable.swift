import Contracts
import Store

extension Campaign.Status: SQLBindable, SQLReadable {}
extension Recipient.Status: SQLBindable, SQLReadable {}

/// Campaigns read back from their rows. Counts are sums over the recipients' rows, so that they cannot drift.
enum CampaignTable {
    /// - Throws: 404 `not_found`.
    static func show(_ campaign: CampaignID, of workspace: WorkspaceID, in reader: any Reader) throws -> Campaign {
        guard let row = try reader.first(CampaignQuery.show, workspace, campaign) else {
            throw Problem.notFound("campaign")
        }
        return try read(row, in: reader)
    }

    static func read(_ row: Row, in reader: any Reader) throws -> Campaign {
        let id: CampaignID = try row.get("id")
        var campaign = Campaign(
            id: id,
            name: try row.get("title"),
            channel: try row.get("channel"),
            text: try row.get("text"),
            status: try row.get("status"),
            counts: try counts(of: id, in: reader),
            createdAt: try row.get("created_at"),
            version: try row.get("version")
        )
        campaign.startedAt = try row.get("started_at")
        campaign.finishedAt = try row.get("finished_at")
        return campaign
    }

    private static func counts(of campaign: CampaignID, in reader: any Reader) throws -> Campaign.Counts {
        var counts = Campaign.Counts()
        for row in try reader.rows(CampaignQuery.counts, campaign) {
            let count: Int = try row.get("count")
            counts.total += count
            counts[keyPath: column(of: try row.get("status"))] += count
        }
        return counts
    }

    private static func column(of status: Recipient.Status) -> WritableKeyPath<Campaign.Counts, Int> {
        switch status {
        case .waiting: \.waiting
        case .queued: \.queued
        case .sent: \.sent
        case .delivered: \.delivered
        case .read: \.read
        case .failed: \.failed
        case .uncertain: \.uncertain
        case .skipped: \.skipped
        }
    }
}
