import Bus
import CSV
import Contracts
import HTTPServer

/// One text to many numbers.
struct CampaignHandlers: Sendable {
    let bus: Bus
    let channels: ChannelDirectory
    /// Where uploads wait until all of them is here.
    let folder: String

    func list(_ call: Call<Caller, CampaignListQuery, NoBody>) async throws -> Page<Campaign> {
        let request = ListCampaigns(limit: call.query.limit ?? 50, cursor: call.query.cursor)
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    func create(_ call: Call<Caller, NoQuery, CampaignBody>) async throws -> Campaign {
        let workspace = call.identity.workspace
        let channel = try channels.channel(call.body.channelId, of: workspace)
        let request = CreateCampaign(title: call.body.name, channel: channel.id, text: call.body.text)
        return try await bus.ask(request, workspace: workspace)
    }

    func show(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Campaign {
        try await bus.ask(ShowCampaign(campaign: call.path.id("id")), workspace: call.identity.workspace)
    }

    func start(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Campaign { try await control(call, .start) }

    func pause(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Campaign { try await control(call, .pause) }

    func resume(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Campaign { try await control(call, .resume) }

    func cancel(_ call: Call<Caller, NoQuery, NoBody>) async throws -> Campaign { try await control(call, .cancel) }

    func recipients(_ call: Call<Caller, RecipientListQuery, NoBody>) async throws -> Page<Recipient> {
        let request = try ListRecipients(
            campaign: call.path.id("id"),
            status: call.query.status,
            limit: call.query.limit ?? 100,
            cursor: call.query.cursor
        )
        return try await bus.ask(request, workspace: call.identity.workspace)
    }

    /// A CSV with a column `phone` and, if wanted, `name`; read row by row, handed on some hundreds at a time.
    func addRecipients(_ request: HTTPRequest, _ path: PathParameters, _ caller: Caller) async throws -> HTTPResponse {
        let campaign: CampaignID = try path.id("id")
        // An upload without rows says so, too, when there is no such campaign.
        _ = try await bus.ask(ShowCampaign(campaign: campaign), workspace: caller.workspace)
        var report = UpsertReport()
        var waiting: [AddRecipients.Row] = []
        var first = 1
        func flush() async throws {
            guard !waiting.isEmpty else { return }
            var request = AddRecipients(campaign: campaign, rows: waiting, firstRow: first)
            request.country = caller.country
            report.add(try await bus.ask(request, workspace: caller.workspace, within: .seconds(30)))
            first += waiting.count
            waiting = []
        }
        let body = try await SpooledBody(request.body, in: folder)
        try await UploadReading.readCSV(body) { row in
            let phone = row["phone", "phone_number", "mobile", "number"] ?? ""
            waiting.append(AddRecipients.Row(phone: phone, name: row["name"]))
            if waiting.count == 500 { try await flush() }
        }
        try await flush()
        return try .json(200, report)
    }

    private func control(
        _ call: Call<Caller, NoQuery, NoBody>,
        _ action: ControlCampaign.Action
    ) async throws -> Campaign {
        let request = try ControlCampaign(campaign: call.path.id("id"), action: action)
        return try await bus.ask(request, workspace: call.identity.workspace)
    }
}

struct CampaignBody: Codable, Sendable {
    /// 1 to 128 characters.
    var name: String
    /// 1 to 4,096 characters; `{name}` stands for the recipient's name.
    var text: String
    /// The workspace's first channel when absent.
    var channelId: ChannelID?
}

struct CampaignListQuery: Codable, Sendable {
    /// 1 to 100; 50 when absent.
    var limit: Int?
    var cursor: String?
}

struct RecipientListQuery: Codable, Sendable {
    var status: Recipient.Status?
    /// 1 to 500; 100 when absent.
    var limit: Int?
    var cursor: String?
}

extension UpsertReport {
    /// Adds the report on further rows of the same upload.
    fileprivate mutating func add(_ further: UpsertReport) {
        created += further.created
        updated += further.updated
        unchanged += further.unchanged
        problems += further.problems.prefix(max(0, ImportReport.limit - problems.count))
    }
}
