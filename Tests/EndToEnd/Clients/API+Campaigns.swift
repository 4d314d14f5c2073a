import JSON

/// What staff do with campaigns.
extension API {
    /// Makes a draft.
    /// - Returns: its id.
    func makeCampaign(_ name: String, text: String) async throws -> String {
        let draft = try await value(post("/api/campaigns", ["name": name, "text": text]))
        guard let id = draft["id"].string, draft["status"].string == "draft" else { throw Unfit("no draft was made") }
        return id
    }

    /// Adds the rows of a CSV to a draft.
    func addRecipients(_ csv: String, to campaign: String) async throws -> JSONValue {
        let path = "/api/campaigns/\(campaign)/recipients"
        return try await value(send("POST", path, Array(csv.utf8), headers: [("Content-Type", "text/csv")]))
    }

    /// Starts, pauses, resumes or cancels; again, when nobody answers.
    @discardableResult
    func control(_ campaign: String, _ action: String) async throws -> JSONValue {
        try await eventually("the campaign can \(action)") {
            try await value(post("/api/campaigns/\(campaign)/\(action)"))
        }
    }

    func campaign(_ id: String) async throws -> JSONValue { try await value(get("/api/campaigns/\(id)")) }

    /// A campaign, once it is as wanted.
    @discardableResult
    func campaign(
        _ id: String,
        within limit: Duration = .seconds(60),
        until isRight: (JSONValue) -> Bool
    ) async throws -> JSONValue {
        try await eventually("the campaign is as it should be", within: limit, every: .milliseconds(50)) {
            let campaign = try await campaign(id)
            return isRight(campaign) ? campaign : nil
        }
    }

    /// All recipients in the order of their upload.
    func recipients(of campaign: String) async throws -> [JSONValue] {
        var recipients: [JSONValue] = []
        var cursor = ""
        while true {
            let page = try await value(get("/api/campaigns/\(campaign)/recipients?limit=150\(cursor)"))
            recipients += page["items"].array
            guard let next = page["nextCursor"].string else { return recipients }
            cursor = "&cursor=" + Self.escaped(next)
        }
    }
}
