import Contracts
import Runtime
import Store
import Synchronization
import TestSupport
import Testing

@testable import conversations

/// A conversations service without its bus: events and commands go in by hand, and what it tells is kept.
final class Desk: Sendable {
    private struct State {
        var turns = 0
        var told: [any Event] = []
    }

    let store: any Store
    let clock = TestClock(Timestamp(milliseconds: 1_767_225_600_000))
    let metrics = Metrics()
    let sizes = SourceSizes()
    private let state = Mutex(State())

    static let workspace = WorkspaceID(trusted: "gym")
    static let channel = ChannelID(trusted: "line")

    private init(_ store: any Store) {
        self.store = store
    }

    static func with(_ engine: StoreEngine, _ test: (Desk) async throws -> Void) async throws {
        try await withStore(engine) { store in
            try await store.migrate("conversations", Schema.migrations)
            try await test(Desk(store))
        }
    }

    /// Runs a handler in a transaction.
    @discardableResult
    func turn<Value: Sendable>(
        _ workspace: WorkspaceID = Desk.workspace,
        id: String? = nil,
        _ work: @escaping @Sendable (Turn) throws -> Value
    ) async throws -> Value {
        let (value, told) = try await run(workspace, id ?? nextID(), work)
        state.withLock { $0.told += told }
        return value
    }

    /// Applies an event, and once more to see that this changes nothing.
    func hear(_ workspace: WorkspaceID, _ work: @escaping @Sendable (Turn) throws -> Void) async throws {
        let id = nextID()
        try await turn(workspace, id: id, work)
        let (_, again) = try await run(workspace, id, work)
        #expect(again.isEmpty, "the second time it told \(again)")
    }

    private func nextID() -> String {
        state.withLock { state in
            state.turns += 1
            return "turn-\(state.turns)"
        }
    }

    private func run<Value: Sendable>(
        _ workspace: WorkspaceID,
        _ id: String,
        _ work: @escaping @Sendable (Turn) throws -> Value
    ) async throws -> (Value, [any Event]) {
        let now = clock.now
        let metrics = ConversationMetrics(metrics)
        return try await store.write { transaction in
            let told = Told()
            let turn = Turn(
                workspace: workspace,
                id: id,
                now: now,
                lane: 7,
                transaction: transaction,
                metrics: metrics,
                emit: { told.events.append($0) }
            )
            return (try work(turn), told.events)
        }
    }

    /// What was told since the last call.
    func told() -> [any Event] {
        state.withLock { state in
            defer { state.told = [] }
            return state.told
        }
    }

    func told<E: Event>(_: E.Type) -> [E] { told().compactMap { $0 as? E } }
}

/// Events of one transaction.
private final class Told {
    var events: [any Event] = []
}

extension Desk {
    func hear(_ event: MessageReceived, _ workspace: WorkspaceID = Desk.workspace) async throws {
        try await hear(workspace) { try Arrivals(turn: $0).received(event) }
    }

    func hear(_ event: MessageAltered, _ workspace: WorkspaceID = Desk.workspace) async throws {
        try await hear(workspace) { try Alterations(turn: $0).heard(event) }
    }

    func hear(_ event: GestureSettled, _ workspace: WorkspaceID = Desk.workspace) async throws {
        try await hear(workspace) { try Gestures(turn: $0).settled(event) }
    }

    func hear(_ event: DeliveryReported, _ workspace: WorkspaceID = Desk.workspace) async throws {
        try await hear(workspace) { try Deliveries(turn: $0).reported(event) }
    }

    /// What a campaign sends.
    func hear(_ event: MessageToSend, _ workspace: WorkspaceID = Desk.workspace) async throws {
        try await hear(workspace) { try Sending(turn: $0).adopt(event) }
    }

    func hear(_ event: ContactChanged, _ workspace: WorkspaceID = Desk.workspace) async throws {
        try await hear(workspace) { try ContactCopies(turn: $0).changed(event) }
    }

    func hear(_ event: LIDResolved, _ workspace: WorkspaceID = Desk.workspace) async throws {
        try await hear(workspace) { try HiddenIDs(turn: $0).resolved(event) }
    }

    func hear(_ event: MediaChanged, _ workspace: WorkspaceID = Desk.workspace) async throws {
        try await hear(workspace) { try MediaCopies(turn: $0).changed(event) }
    }

    func send(_ request: SendMessage, _ workspace: WorkspaceID = Desk.workspace) async throws -> Message {
        try await turn(workspace) { try Sending(turn: $0).send(request) }.message
    }

    func list(
        _ request: ListConversations = ListConversations(),
        _ workspace: WorkspaceID = Desk.workspace
    ) async throws -> ConversationList {
        try await store.read { reader in
            try self.listing(workspace, reader).list(request)
        }
    }

    func listing(_ workspace: WorkspaceID, _ reader: any Reader) -> ConversationListing {
        ConversationListing(workspace: workspace, reader: reader, sizes: sizes, country: "MY")
    }

    /// The only conversation.
    func conversation(_ workspace: WorkspaceID = Desk.workspace) async throws -> ConversationSummary? {
        let items = try await list(ListConversations(), workspace).items
        return items.count == 1 ? items[0] : nil
    }

    func page(_ request: ListMessages, _ workspace: WorkspaceID = Desk.workspace) async throws -> MessageWindow {
        try await store.read { try MessageListing(workspace: workspace, reader: $0).list(request) }
    }

    /// All messages of all conversations; newest first in each.
    func messages(_ workspace: WorkspaceID = Desk.workspace) async throws -> [Message] {
        var messages: [Message] = []
        for item in try await list(ListConversations(limit: 500), workspace).items {
            messages += try await page(ListMessages(conversation: item.id), workspace).items
        }
        return messages
    }

    func count(_ table: String) async throws -> Int {
        try await store.read { try $0.first(sql: "SELECT COUNT(*) FROM \(table)")?.get(0) ?? 0 }
    }
}
