import Bus
import Contracts
import Runtime
import Store
import Synchronization

/// The feed of this instance: follows the feed stream in the store and wakes those who listen.
///
/// The store is the only source, so that order and completeness are the same on every instance; commits here, the bus
/// and a slow clock only say when to look.
final class LiveFeed: Service {
    let name = "live feed"

    private struct State {
        var lanes: [Lane: LiveLane] = [:]
        var nextListener = 0
    }

    private let store: any Store
    private let outbox: Outbox
    private let logger: Logger
    private let state = Mutex(State())
    private let signal = Signal()
    /// What is shown beside the store's items, and missed by who is not there.
    let fleeting = FleetingBoard()

    init(store: any Store, outbox: Outbox, logger: Logger) {
        self.store = store
        self.outbox = outbox
        self.logger = logger
    }

    /// Says that the feed may have grown.
    func wake() {
        signal.wake()
    }

    /// Shows presence to those who listen now.
    func show(_ notes: [PresenceNote]) {
        let lanes = Set(fleeting.put(notes).map { Lane(key: $0.text) })
        state.withLock { state in
            for lane in lanes { for wake in (state.lanes[lane]?.listeners ?? [:]).values { wake.yield() } }
        }
    }

    /// Follows the feed until cancelled.
    func run() async throws {
        var beaten = ContinuousClock.now
        while !Task.isCancelled {
            // Other instances' commits are seen within a second, ours at once.
            await signal.wait(atMost: .seconds(1))
            do {
                let woken = try await refresh()
                try await pause(woken)
            } catch is CancellationError {
                return
            } catch {
                logger.warning("cannot read the feed; trying again", ["error": "\(error)"])
            }
            guard .now - beaten >= Self.beat else { continue }
            beaten = .now
            state.withLock { state in
                for lane in state.lanes.values { for wake in lane.listeners.values { wake.yield() } }
            }
        }
    }

    /// Who listens is woken at least so often, to show that the connection lives.
    static let beat = Duration.seconds(15)

    /// Lets what happens meanwhile go out together, the longer the more clients there are: each time costs every one of
    /// them a system call.
    private func pause(_ woken: Int) async throws {
        guard woken >= 100 else { return }
        try await Task.sleep(for: min(.microseconds(10) * woken, .milliseconds(100)))
    }

    /// Begins to listen to a workspace.
    /// - Returns: the newest sequence, and a stream that ticks when there is more.
    func listen(_ workspace: WorkspaceID) async throws -> LiveListener {
        let lane = Lane(key: workspace.text)
        let outbox = outbox
        let head = try await store.read { try outbox.head(.feed, lane: lane, in: $0) }
        let (ticks, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.nextListener += 1
            state.lanes[lane, default: LiveLane(head: head)].listeners[state.nextListener] = wake
            return state.nextListener
        }
        self.wake()
        return LiveListener(id: id, lane: lane, head: head, ticks: ticks)
    }

    func leave(_ listener: LiveListener) {
        state.withLock { state in
            state.lanes[listener.lane]?.listeners.removeValue(forKey: listener.id)?.finish()
            if state.lanes[listener.lane]?.listeners.isEmpty == true { state.lanes[listener.lane] = nil }
        }
    }

    /// The newest sequence of a listener's lane.
    func head(for listener: LiveListener) -> Int64 {
        state.withLock { $0.lanes[listener.lane]?.frames.head } ?? listener.head
    }

    /// What follows a place, as one view of it is sent.
    /// - Returns: nil when the feed no longer reaches that far back.
    func page(
        after sequence: Int64,
        for listener: LiveListener,
        _ view: LiveView,
        as form: LiveForm
    ) async throws -> LivePage? {
        if let held = state.withLock({ $0.lanes[listener.lane]?.page(after: sequence, view, as: form) }) { return held }
        let outbox = outbox
        let rows = try await store.read { reader in
            try outbox.history(.feed, lane: listener.lane, after: sequence, limit: LivePage.frames, in: reader)
        }
        if let first = rows.first, first.sequence != sequence + 1 { return nil }
        return LivePage(rows.map(LiveFrame.init)[...], after: sequence, view, as: form)
    }

    /// Reads on in every lane that somebody listens to.
    /// - Returns: how many listeners were woken.
    private func refresh() async throws -> Int {
        var woken = 0
        let heads = state.withLock { $0.lanes.mapValues(\.frames.head) }
        for (lane, head) in heads {
            var head = head
            while true {
                let (outbox, after) = (outbox, head)
                let rows = try await store.read { reader in
                    try outbox.history(.feed, lane: lane, after: after, limit: LivePage.frames, in: reader)
                }
                guard let last = rows.last else { break }
                head = last.sequence
                let frames = rows.map(LiveFrame.init)
                woken += state.withLock { state in
                    state.lanes[lane]?.append(frames)
                    let listeners = state.lanes[lane]?.listeners ?? [:]
                    for wake in listeners.values { wake.yield() }
                    return listeners.count
                }
                if rows.count < LivePage.frames { break }
            }
        }
        return woken
    }
}

/// Someone who listens to a workspace's feed.
struct LiveListener: Sendable {
    let id: Int
    let lane: Lane
    /// The newest sequence when listening began.
    let head: Int64
    /// Ticks when there may be more.
    let ticks: AsyncStream<Void>
}
