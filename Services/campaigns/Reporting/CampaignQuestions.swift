import Bus
import Contracts
import Store

/// What can be asked of campaigns.
struct CampaignQuestions: Sendable {
    func show(_ request: ShowCampaign, _ context: RequestContext, _ reader: any Reader) throws -> Campaign {
        try CampaignTable.show(request.campaign, of: context.workspace, in: reader)
    }

    func list(_ request: ListCampaigns, _ context: RequestContext, _ reader: any Reader) throws -> Page<Campaign> {
        try check(request.limit, 1...100)
        // Ids are UUIDv7: their order is the order of time, and `~` comes after all of them.
        let rows = try reader.rows(CampaignQuery.list, context.workspace, request.cursor ?? "~", request.limit + 1)
        let items = try rows.prefix(request.limit).map { try CampaignTable.read($0, in: reader) }
        return Page(items: items, nextCursor: rows.count > request.limit ? items.last?.id.text : nil)
    }

    func recipients(
        _ request: ListRecipients,
        _ context: RequestContext,
        _ reader: any Reader
    ) throws -> Page<Recipient> {
        try check(request.limit, 1...500)
        _ = try CampaignTable.show(request.campaign, of: context.workspace, in: reader)
        guard let after = Int(request.cursor ?? "0") else {
            throw Problem.invalid([FieldProblem("cursor", "is not one of this list")])
        }
        let rows =
            if let status = request.status {
                try reader.rows(
                    CampaignQuery.recipientsInStatus,
                    request.campaign,
                    after,
                    request.limit + 1,
                    status
                )
            } else {
                try reader.rows(CampaignQuery.recipients, request.campaign, after, request.limit + 1)
            }
        let page = rows.prefix(request.limit)
        let last: Int? = rows.count > request.limit ? try page.last?.get("position") : nil
        return Page(items: try page.map(Recipient.init), nextCursor: last.map(String.init))
    }

    private func check(_ limit: Int, _ range: ClosedRange<Int>) throws(Problem) {
        guard range.contains(limit) else {
            throw .invalid([FieldProblem("limit", "must be from \(range.lowerBound) to \(range.upperBound)")])
        }
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
