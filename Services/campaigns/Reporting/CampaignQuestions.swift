import Bus
import Contracts
import Store

/// What can be asked of campaigns.
struct CampaignQuestions: Sendable {
    func show(_ request: ShowCampaign, _ context: RequestContext, _ reader: any Reader) throws -> Campaign {
        try CampaignTable.show(request.campaign, of: context.workspace, in: reader)
    }

    func list(_ request: ListCampaigns, _ context: RequestContext, _ reader: any Reader) throws -> Page<Campaign> {
        let limit = try PageLimit(request.limit, upTo: 100)
        // Ids are UUIDv7: their order is the order of time, and `~` comes after all of them.
        let rows = try reader.rows(CampaignQuery.list, context.workspace, request.cursor ?? "~", limit.toRead)
        return limit.page(try rows.map { try CampaignTable.read($0, in: reader) }) { $0.id.text }
    }

    func recipients(
        _ request: ListRecipients,
        _ context: RequestContext,
        _ reader: any Reader
    ) throws -> Page<Recipient> {
        let limit = try PageLimit(request.limit, upTo: 500)
        _ = try CampaignTable.show(request.campaign, of: context.workspace, in: reader)
        guard let after = Int(request.cursor ?? "0") else {
            throw Problem.invalid([.foreignCursor])
        }
        let rows =
            if let status = request.status {
                try reader.rows(
                    CampaignQuery.recipientsInStatus,
                    request.campaign,
                    after,
                    limit.toRead,
                    status
                )
            } else {
                try reader.rows(CampaignQuery.recipients, request.campaign, after, limit.toRead)
            }
        let page = rows.prefix(limit.count)
        let last: Int? = rows.count > limit.count ? try page.last?.get("position") : nil
        return Page(items: try page.map(Recipient.init), nextCursor: last.map(String.init))
    }
}

extension Recipient {
    /// - Parameter row: of ``CampaignQuery/recipients``.
    init(_ row: Row) throws(StoreError) {
        let code: String? = try row.get("error_code")
        self.init(
            id: try row.get("id"),
            phoneNumber: try row.get("phone"),
            name: try row.get("name"),
            status: try row.get("status"),
            messageId: try row.get("message"),
            error: nil,
            updatedAt: try row.get("updated_at")
        )
        if let code { error = DeliveryError(code: code, message: try row.get("error_text")) }
    }
}
