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
        var lanes: [Lane: LiveFrames] = [:]
        var listeners: [Int: (lane: Lane, wake: AsyncStream<Void>.Continuation)] = [:]
        var nextListener = 0
    }

    private let store: any Store
    private let outbox: Outbox
    private let logger: Logger
    private let state = Mutex(State())
    private let signal = Signal()

    init(store: any Store, outbox: Outbox, logger: Logger) {
        self.store = store
        self.outbox = outbox
        self.logger = logger
    }

    /// Says that the feed may have grown.
    func wake() {
        signal.wake()
    }

    /// Follows the feed until cancelled.
    func run() async throws {
        while !Task.isCancelled {
            // Other instances' commits are seen within a second, ours at once.
            await signal.wait(atMost: .seconds(1))
            do {
                try await refresh()
            } catch {
                logger.warning("cannot read the feed; trying again", ["error": "\(error)"])
            }
        }
    }

    /// Begins to listen to a workspace.
    /// - Returns: the newest sequence, and a stream that ticks when there is more.
    func listen(_ workspace: WorkspaceID) async throws -> LiveListener {
        let lane = Lane(key: workspace.text)
        let outbox = outbox
        let head = try await store.read { try outbox.head(.feed, lane: lane, in: $0) }
        let (ticks, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            if state.lanes[lane] == nil { state.lanes[lane] = LiveFrames(head: head) }
            state.nextListener += 1
            state.listeners[state.nextListener] = (lane, wake)
            return state.nextListener
        }
        self.wake()
        return LiveListener(id: id, workspace: workspace, lane: lane, head: head, ticks: ticks)
    }

    func leave(_ listener: LiveListener) {
        state.withLock { state in
            state.listeners[listener.id]?.wake.finish()
            state.listeners[listener.id] = nil
            guard !state.listeners.values.contains(where: { $0.lane == listener.lane }) else { return }
            state.lanes[listener.lane] = nil
        }
    }

    /// The newest sequence of a listener's lane.
    func head(for listener: LiveListener) -> Int64 {
        state.withLock { $0.lanes[listener.lane]?.head } ?? listener.head
    }

    /// The frames of a listener's workspace that follow a place, at most some hundreds.
    /// - Returns: nil when the feed no longer reaches that far back.
    func page(after sequence: Int64, for listener: LiveListener) async throws -> LivePage? {
        let held = state.withLock { $0.lanes[listener.lane]?.after(sequence)?.prefix(Self.pageSize) }
        if let held { return LivePage(held, after: sequence, workspace: listener.workspace) }
        let outbox = outbox
        let rows = try await store.read { reader in
            try outbox.history(.feed, lane: listener.lane, after: sequence, limit: Self.pageSize, in: reader)
        }
        guard let first = rows.first else { return LivePage([], after: sequence, workspace: listener.workspace) }
        guard first.sequence == sequence + 1 else { return nil }
        return LivePage(rows.map(LiveFrame.init)[...], after: sequence, workspace: listener.workspace)
    }

    private static let pageSize = 200

    /// Reads on in every lane that somebody listens to.
    private func refresh() async throws {
        let heads = state.withLock { $0.lanes.mapValues(\.head) }
        for (lane, head) in heads {
            var head = head
            while true {
                let (outbox, after) = (outbox, head)
                let rows = try await store.read { reader in
                    try outbox.history(.feed, lane: lane, after: after, limit: Self.pageSize, in: reader)
                }
                guard let last = rows.last else { break }
                head = last.sequence
                let frames = rows.map(LiveFrame.init)
                state.withLock { state in
                    for frame in frames { state.lanes[lane]?.append(frame) }
                    for listener in state.listeners.values where listener.lane == lane { listener.wake.yield() }
                }
                if rows.count < Self.pageSize { break }
            }
        }
    }
}

/// Someone who listens to a workspace's feed.
struct LiveListener: Sendable {
    let id: Int
    let workspace: WorkspaceID
    let lane: Lane
    /// The newest sequence when listening began.
    let head: Int64
    /// Ticks when there may be more.
    let ticks: AsyncStream<Void>
}

/// A stretch of the feed, seen by one workspace.
struct LivePage: Sendable {
    let texts: [String]
    /// Where the next page begins.
    let end: Int64
    /// Whether the lane had anything, of whatever workspace.
    let isEmpty: Bool

    init(_ frames: ArraySlice<LiveFrame>, after sequence: Int64, workspace: WorkspaceID) {
        texts = frames.filter { $0.workspace == workspace }.map(\.text)
        end = frames.last?.sequence ?? sequence
        isEmpty = frames.isEmpty
    }
}
