import JSON
import Store
import Testing

/// One storm: traffic in and out, a campaign and a browser, while everything is killed again and again.
struct ChaosRun: Sendable {
    let system: System
    let plan: ChaosPlan
    let api: API
    let killer: Killer
    let staff: StaffTraffic

    init(_ system: System, _ plan: ChaosPlan) async throws {
        self.system = system
        self.plan = plan
        api = try await system.signIn()
        killer = Killer(system, plan)
        staff = StaffTraffic(api, plan)
    }

    /// How the system is made for it.
    static func setup(_ engine: StoreEngine) -> Setup {
        var setup = Setup(engine)
        setup.simulator = ["--engine", "GOWS", "--auto-working"]
        setup.environment = ["MYNAH_SEND_DOUBT_SECONDS": "15", "MYNAH_LOG_LEVEL": "info"]
        return setup
    }

    /// - Parameter onHalf: what happens in the middle.
    func run(onHalf: @escaping @Sendable () async throws -> Void = {}) async throws {
        let start = ContinuousClock.now
        try await system.waha.setFaults(Self.faults)
        let campaign = try await prepareCampaign()
        try await system.watchingLive(api) { live in
            try await storm(campaign, onHalf)
            let calm = ContinuousClock.now
            let uncertain = try await campaign.check(system, api, within: .seconds(180))
            let threads = try await settled()
            let verdict = try await verdict(threads)
            verdict.check()
            for instance in Instance.one { #expect(killer.record.kills[instance] ?? 0 >= plan.kills) }
            try await sawEverything(live, threads)
            try await withoutDeadLetters()
            let report = ChaosReport(
                run: self,
                verdict: verdict,
                live: live.record,
                uncertainRecipients: uncertain,
                storm: calm - start,
                settling: .now - calm
            )
            print(report.text)
        }
    }

    private static let faults: API.Fields = [
        "duplicateWebhooks": 0.05, "reorderWebhooks": 0.05, "ackDelayMinMs": 20, "ackDelayMaxMs": 200,
        "ackBeforeResponse": 0.1, "ackWithLid": 0.1, "sendSucceedThenFail": 0.005, "mediaLifetimeSeconds": 0,
    ]

    private func prepareCampaign() async throws -> CampaignVerdict {
        let id = try await api.makeCampaign("Storm", text: "Dear guest, hold on.")
        _ = try await api.addRecipients("phone\n" + plan.campaignPhones.joined(separator: "\n"), to: id)
        return CampaignVerdict(campaign: id, mark: "Dear guest", phones: plan.campaignPhones)
    }

    private func storm(
        _ campaign: CampaignVerdict,
        _ onHalf: @escaping @Sendable () async throws -> Void
    ) async throws {
        try await system.waha.startTraffic([
            "messages": plan.messages, "conversations": plan.people, "rate": plan.rate(plan.messages),
            "duplicates": 0.1, "reorder": 0.1, "lids": 0.2,
        ])
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await killer.run(onHalf: onHalf) }
            group.addTask { try await staff.run() }
            group.addTask { try await sendPictures() }
            group.addTask { try await start(campaign) }
            try await group.waitForAll()
        }
        _ = try await eventually("people have written everything", within: .seconds(300)) {
            try await system.waha.traffic()["running"].int == 0 ? true : nil
        }
    }

    private func sendPictures() async throws {
        for picture in 0..<plan.pictures {
            try await Task.sleep(for: plan.duration / max(plan.pictures, 1))
            let phone = plan.picturePhones[picture % plan.picturePhones.count]
            try await system.waha.receive(from: phone, ["kind": "image", "text": "Picture \(picture)"])
        }
    }

    private func start(_ campaign: CampaignVerdict) async throws {
        try await Task.sleep(for: plan.duration / 4)
        try await api.control(campaign.campaign, "start")
    }
}
