import Bus
import Contracts
import Runtime
import Store
import TestSupport
import Testing

@testable import campaigns

/// Campaigns over a store of their own, driven as the bus drives them.
private struct Office {
    static let workspace = WorkspaceID(trusted: "w1")
    let store: any Store
    let outbox: Outbox
    let clock = TestClock()
    let signal = Signal()

    static func with(_ engine: StoreEngine, _ test: (Office) async throws -> Void) async throws {
        try await withStore(engine) { store in
            try await store.migrate("bus", Bus.migrations)
            try await store.migrate("campaigns", migrations)
            try await test(Office(store: store, outbox: Outbox(.campaigns)))
        }
    }

    var planner: SendPlanner {
        let quiet = Logger(service: "campaigns", level: .off) { _ in }
        return SendPlanner(store: store, outbox: outbox, signal: signal, clock: clock.clock, logger: quiet)
    }

    func context(_ workspace: WorkspaceID = Self.workspace) -> RequestContext {
        RequestContext(workspace: workspace, id: "r1", deadline: clock.now, now: clock.now)
    }

    func draft(_ numbers: [String], text: String = "Hi {name}!") async throws -> CampaignID {
        let (drafts, context) = (CampaignDrafts(country: "MY"), context())
        return try await store.write { transaction in
            let request = CreateCampaign(title: "June", channel: ChannelID(trusted: "c1"), text: text)
            let campaign = try drafts.create(request, context, transaction)
            let rows = numbers.map { AddRecipients.Row(phone: $0, name: "Ann") }
            let add = AddRecipients(campaign: campaign.id, rows: rows, firstRow: 1)
            _ = try drafts.addRecipients(add, context, transaction)
            return campaign.id
        }
    }

    @discardableResult
    func control(_ campaign: CampaignID, _ action: ControlCampaign.Action) async throws -> Campaign {
        let (control, context) = (CampaignControl(outbox: outbox, signal: signal), context())
        return try await store.write { transaction in
            try control.control(ControlCampaign(campaign: campaign, action: action), context, transaction)
        }
    }

    func show(_ campaign: CampaignID) async throws -> Campaign {
        try await store.read { try CampaignTable.show(campaign, of: Self.workspace, in: $0) }
    }

    /// Plans once for every running campaign.
    func plan() async throws {
        for campaign in try await store.read({ try $0.rows(CampaignQuery.running).map(RunningCampaign.init) }) {
            try await planner.advance(campaign)
        }
    }

    /// What was handed to the send queue, in order.
    func sent() async throws -> [MessageToSend] {
        let outbox = outbox
        return try await store.read { reader in
            try Lane.all.flatMap { lane in
                try outbox.history(.outbound, lane: lane, after: 0, limit: 1000, in: reader)
                    .map { try $0.decode(MessageToSend.self) }
            }
        }
    }

    func report(_ sent: MessageToSend, _ status: MessageStatus, uncertain: Bool = false) async throws {
        var message = Message(
            id: sent.messageId,
            conversationId: ConversationID(trusted: "v1"),
            direction: .outgoing,
            type: .text,
            body: nil,
            status: status,
            timestamp: clock.now
        )
        message.campaign = sent.campaign
        message.uncertain = uncertain ? true : nil
        let (listener, now, final) = (StatusListener(signal: signal), clock.now, message)
        try await store.write { try listener.move(final, workspace: Self.workspace, now: now, in: $0) }
    }
}

@Suite(.timeLimit(.minutes(1))) struct CampaignTests {
    @Test(arguments: StoreEngine.underTest)
    func `sends to each number once, however it is written`(engine: StoreEngine) async throws {
        try await Office.with(engine) { office in
            let id = try await office.draft(["0123456701", "+60 12-345 6701", "60123456702", "nonsense"])
            try await office.control(id, .start)
            for _ in 0..<3 { try await office.plan() }
            let sent = try await office.sent()
            #expect(Set(sent.map(\.chat.text)) == ["60123456701@c.us", "60123456702@c.us"])
            #expect(sent.count == 2)
            #expect(sent.allSatisfy { $0.content.text == "Hi Ann!" && $0.priority == .campaign })
            #expect(try await office.show(id).counts.queued == 2)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `keeps a window in the queue and is finished when no row is open`(engine: StoreEngine) async throws {
        try await Office.with(engine) { office in
            let id = try await office.draft((100..<170).map { "6012345\($0)0" })
            try await office.control(id, .start)
            try await office.plan()
            let first = try await office.sent()
            #expect(first.count == 50)
            for message in first { try await office.report(message, .sent) }
            try await office.plan()
            let all = try await office.sent()
            #expect(all.count == 70)
            for message in all { try await office.report(message, .delivered) }
            try await office.plan()
            let campaign = try await office.show(id)
            #expect(campaign.status == .finished)
            #expect(campaign.counts.delivered == 70)
            #expect(campaign.finishedAt != nil)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `pauses, resumes and cancels; the wrong order is a conflict`(engine: StoreEngine) async throws {
        try await Office.with(engine) { office in
            let id = try await office.draft(["60123456701"])
            await #expect(throws: Problem.self) { try await office.control(id, .resume) }
            try await office.control(id, .start)
            try await office.control(id, .start)
            try await office.control(id, .pause)
            try await office.plan()
            #expect(try await office.sent().isEmpty)
            try await office.control(id, .resume)
            try await office.control(id, .cancel)
            try await office.plan()
            let campaign = try await office.show(id)
            #expect(campaign.status == .cancelled)
            #expect(campaign.counts.skipped == 1)
            #expect(try await office.sent().isEmpty)
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a campaign without recipients does not start`(engine: StoreEngine) async throws {
        try await Office.with(engine) { office in
            let id = try await office.draft(["nonsense"])
            let error = await #expect(throws: Problem.self) { try await office.control(id, .start) }
            #expect(error?.code == "no_recipients")
        }
    }

    @Test func `reports in any order end the same`() async throws {
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
            try await Office.with(.sqlite) { office in
                let id = try await office.draft(["60123456701"])
                try await office.control(id, .start)
                try await office.plan()
                let sent = try #require(try await office.sent().first)
                let reports: [(MessageStatus, Bool)] = [
                    (.pending, true), (.sent, false), (.delivered, false), (.read, false),
                ]
                for index in order + order {
                    try await office.report(sent, reports[index].0, uncertain: reports[index].1)
                }
                #expect(try await office.show(id).counts.read == 1)
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `another workspace does not see it`(engine: StoreEngine) async throws {
        try await Office.with(engine) { office in
            let id = try await office.draft(["60123456701"])
            let (control, context) = (
                CampaignControl(outbox: office.outbox, signal: office.signal),
                office.context(WorkspaceID(trusted: "w2"))
            )
            await #expect(throws: Problem.notFound("campaign")) {
                try await office.store.write { transaction in
                    try control.control(ControlCampaign(campaign: id, action: .start), context, transaction)
                }
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `every statement fits the tables`(engine: StoreEngine) async throws {
        try await Office.with(engine) { office in
            try await explainEach(CampaignQuery.self, in: office.store)
        }
    }
}
