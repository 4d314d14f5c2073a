import JSON
import Testing

/// What must hold of a campaign that is over, whatever happened meanwhile.
struct CampaignVerdict: Sendable {
    let campaign: String
    /// The texts of its messages begin with this, and those of nothing else.
    let mark: String
    let phones: [String]

    /// Waits until every recipient has an outcome that stays.
    /// - Returns: how many are uncertain.
    @discardableResult
    func check(_ system: System, _ api: API, within limit: Duration = .seconds(120)) async throws -> Int {
        let final: Set = ["read", "uncertain", "failed", "skipped"]
        let recipients = try await eventually("every recipient has an outcome", within: limit, every: .seconds(1)) {
            let recipients = try await api.recipients(of: campaign)
            return recipients.allSatisfy { final.contains($0["status"].string ?? "") } ? recipients : nil
        }
        let counts = try await sent(system)
        #expect(recipients.map { $0["phoneNumber"].string ?? "" } == phones.map { "+" + $0 })
        for recipient in recipients {
            let phone = recipient["phoneNumber"].string ?? ""
            let times = counts[String(phone.dropFirst()), default: 0]
            switch recipient["status"].string {
            case "read": #expect(times == 1, "\(phone) was messaged \(times) times")
            case "uncertain": #expect(times <= 1, "\(phone) was messaged \(times) times")
            default: #expect(times == 0, "\(phone) is \(recipient["status"].string ?? "") and was messaged")
            }
        }
        #expect(Set(counts.keys).isSubset(of: Set(phones)))
        return try await agree(recipients, api)
    }

    /// How often each phone was messaged.
    private func sent(_ system: System) async throws -> [String: Int] {
        var counts: [String: Int] = [:]
        let items = try await system.waha.sent(query: "?text=\(API.escaped(mark))")["items"].array
        for item in items { counts[String((item["chatId"].string ?? "").prefix { $0 != "@" }), default: 0] += 1 }
        return counts
    }

    /// The campaign's counts are sums over its recipients.
    private func agree(_ recipients: [JSONValue], _ api: API) async throws -> Int {
        let campaign = try await api.campaign(campaign) { $0["status"].string == "finished" }
        let counts = campaign["counts"]
        #expect(counts["total"].int == phones.count)
        for status in ["waiting", "queued", "sent", "delivered", "read", "failed", "uncertain", "skipped"] {
            let rows = recipients.count { $0["status"].string == status }
            #expect(counts[named: status].int == rows, "\(status)")
        }
        return counts["uncertain"].int ?? 0
    }
}
