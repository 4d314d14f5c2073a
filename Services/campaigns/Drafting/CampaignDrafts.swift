import Bus
import Contracts
import Phone
import Runtime
import Store

/// Making a campaign and its list of recipients.
struct CampaignDrafts: Sendable {
    /// Rows in one request.
    private static let batch = 500

    /// For numbers written without a country code.
    let country: String

    func create(
        _ request: CreateCampaign,
        _ context: RequestContext,
        _ transaction: any Transaction
    ) throws -> Campaign {
        var problems: [FieldProblem] = []
        if !(1...128).contains(request.title.count) {
            problems.append(FieldProblem("name", "must have 1 to 128 characters"))
        }
        if !(1...4096).contains(request.text.count) {
            problems.append(FieldProblem("text", "must have 1 to 4,096 characters"))
        }
        guard problems.isEmpty else { throw Problem.invalid(problems) }
        let id = CampaignID(trusted: UUIDv7.make(at: context.now))
        try transaction.run(
            CampaignQuery.add,
            id,
            context.workspace,
            request.title,
            request.channel,
            request.text,
            context.now
        )
        return try CampaignTable.show(id, of: context.workspace, in: transaction)
    }

    func addRecipients(
        _ request: AddRecipients,
        _ context: RequestContext,
        _ transaction: any Transaction
    ) throws -> UpsertReport {
        let campaign = try CampaignTable.show(request.campaign, of: context.workspace, in: transaction)
        guard campaign.status == .draft else {
            throw Problem(
                409,
                "conflict",
                "Recipients can be added to a draft only; this campaign is \(campaign.status.rawValue)."
            )
        }
        guard request.rows.count <= Self.batch else {
            throw Problem.invalid([FieldProblem("rows", "must not be over \(Self.batch)")])
        }
        var report = UpsertReport()
        let country = request.country ?? country
        var position: Int = try transaction.first(CampaignQuery.lastPosition, campaign.id)?.get("position") ?? 0
        for (index, row) in request.rows.enumerated() {
            guard let phone = try? PhoneNumber(parsing: row.phone, country: country) else {
                report.reject(request.firstRow + index, "phone", "is not a phone number")
                continue
            }
            position += 1
            let isNew = try transaction.run(
                CampaignQuery.addRecipient,
                RecipientID(trusted: UUIDv7.make(at: context.now)),
                campaign.id,
                position,
                phone.e164,
                row.name,
                context.now
            )
            report.created += isNew
            report.unchanged += 1 - isNew
        }
        return report
    }
}

extension UpsertReport {
    fileprivate mutating func reject(_ row: Int, _ field: String, _ message: String) {
        problems.append(RowProblem(row: row, field: field, message: message))
    }
}
