import Foundation
import JSON
import Store
import TestSupport
import Testing

/// One text to many, with interruptions.
@Suite(.serialized, .timeLimit(.minutes(10))) struct CampaignTests {
    private static let phones = (0..<200).map { String(60_130_000_000 + $0) }

    /// 200 numbers in several spellings, three of them again, and two that are none.
    private static var csv: String {
        var rows = ["name,phone"]
        for (index, phone) in phones.enumerated() {
            let spelling = index % 3 == 0 ? "+" + phone : index % 3 == 1 ? "0" + phone.dropFirst(2) : phone
            rows.append(index == 7 ? "\"Tan, Mei Ling\",\(spelling)" : "Guest \(index),\(spelling)")
        }
        rows += phones.prefix(3).map { "Again,+\($0)" } + ["Nobody,12", "Nobody,"]
        return rows.joined(separator: "\r\n") + "\r\n"
    }

    @Test(arguments: StoreEngine.underTest)
    func `everybody gets it once, through pauses and kills`(engine: StoreEngine) async throws {
        var setup = Setup(engine)
        setup.environment = [
            "MYNAH_SEND_RATE": "1200", "MYNAH_SEND_BURST": "20", "MYNAH_SEND_DOUBT_SECONDS": "10",
        ]
        try await System.run(setup) { system in
            let api = try await system.signIn()
            let campaign = try await draft(api)
            try await pause(system, api, campaign)
            try await killThrough(system, api, campaign)
            let verdict = CampaignVerdict(campaign: campaign, mark: "Dear", phones: Self.phones)
            let uncertain = try await verdict.check(system, api)
            print("campaign on \(engine): 200 recipients, \(uncertain) uncertain")
            try await threads(api)
        }
    }

    private func draft(_ api: API) async throws -> String {
        let campaign = try await api.makeCampaign("Open day", text: "Dear {name}, come on Sunday.")
        #expect(try await api.post("/api/campaigns/\(campaign)/start").status == 409)
        let report = try await api.addRecipients(Self.csv, to: campaign)
        #expect(report["created"].int == 200 && report["unchanged"].int == 3)
        #expect(report["problems"].array.map { $0["row"].int } == [204, 205])
        #expect(try await api.campaign(campaign)["counts"]["waiting"].int == 200)
        return campaign
    }

    /// Once paused, nothing more leaves than what was in the queue.
    private func pause(_ system: System, _ api: API, _ campaign: String) async throws {
        try await api.control(campaign, "start")
        try await api.campaign(campaign) { ($0["counts"]["waiting"].int ?? 200) <= 130 }
        let paused = try await api.control(campaign, "pause")
        #expect(paused["status"].string == "paused")
        let rest = try await api.campaign(campaign) { $0["counts"]["queued"].int == 0 }
        let waiting = try #require(rest["counts"]["waiting"].int)
        #expect(waiting > 0 && rest["status"].string == "paused")
        #expect(try await system.waha.sent()["total"].int == 200 - waiting)
        #expect(try await api.post("/api/campaigns/\(campaign)/start").status == 409)
        try await api.control(campaign, "resume")
    }

    private func killThrough(_ system: System, _ api: API, _ campaign: String) async throws {
        for (instance, waiting) in [(Instance.campaigns, 110), (.gateway, 70), (.conversations, 40)] {
            try await api.campaign(campaign) { ($0["counts"]["waiting"].int ?? 200) <= waiting }
            try await system.kill(instance)
            try system.start(instance)
            try await system.awaitReady(instance)
        }
    }

    /// Each message stands in its recipient's thread.
    private func threads(_ api: API) async throws {
        let (items, totals) = try await api.conversations(limit: 77)
        #expect(items.count == 200 && totals["conversations"].int == 200 && totals["unread"].int == 0)
        #expect(Set(items.compactMap { $0["phoneNumber"].string }) == Set(Self.phones.map { "+" + $0 }))
        let named = try #require(items.first { $0["phoneNumber"].string == "+" + Self.phones[7] }?["id"].string)
        let messages = try await api.messages(of: named)
        #expect(messages.map { $0["body"].string } == ["Dear Tan, Mei Ling, come on Sunday."])
        #expect(messages.first?["campaign"].isObject == true)
    }
}
