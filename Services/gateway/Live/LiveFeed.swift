import Bus
import Contracts
import Runtime
import Store
import Synchronization
import WebSocket

/// The feed of this instance: follows the feed stream in the store, hands what it reads to the logs that browsers
/// follow, and wakes those who listen otherwise.
///
/// The store is the only source, so that order and completeness are the same on every instance; commits here, the bus
/// and a slow clock only say when to look.
final class LiveFeed: Service {
    let name = "live feed"

    private struct State {
        var lanes: [Lane: LiveLane] = [:]
        /// The outbox that they are of.
        var origin: String?
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

    /// Shows presence to those who are connected now.
    func show(_ notes: [PresenceNote]) {
        for note in fleeting.put(notes) {
            let text = LiveText(fleeting: FleetingBoard.type, note.item)
            state.withLock { $0.lanes[Lane(key: note.workspace.text)]?.show(text) { view in view.shows(note) } }
        }
    }

    /// Shows a code to those who are connected now and may link phones.
    func show(_ note: LinkCodeNote) {
        let text = LiveText(fleeting: LinkCode.type, note.code)
        state.withLock { $0.lanes[Lane(key: note.workspace.text)]?.show(text) { view in view.shows(note) } }
    }

    /// Follows the feed until cancelled.
    func run() async throws {
        var (beaten, checked) = (ContinuousClock.now, ContinuousClock.now)
        while !Task.isCancelled {
            // Other instances' commits are seen within a second, ours at once.
            await signal.wait(atMost: .seconds(1))
            do {
                if .now - checked >= .seconds(1) {
                    checked = .now
                    try await check()
                }
                let told = try await refresh()
                try await pause(told)
            } catch is CancellationError {
                return
            } catch {
                logger.warning("cannot read the feed; trying again", ["error": "\(error)"])
            }
            guard .now - beaten >= Self.beat else { continue }
            beaten = .now
            state.withLock { state in for lane in state.lanes.values { lane.beat() } }
        }
    }

    /// Who listens is woken at least so often, to show that the connection lives.
    static let beat = Duration.seconds(15)

    /// Lets what happens meanwhile go out together, the longer the more clients there are: each time costs every one of
    /// them a system call.
    private func pause(_ told: Int) async throws {
        guard told >= 100 else { return }
        try await Task.sleep(for: min(.microseconds(20) * told, .milliseconds(100)))
    }

    /// Begins to listen to a workspace.
    /// - Returns: the newest sequence, and a stream of what there is.
    func listen(_ view: LiveView) async throws -> LiveListener {
        let lane = Lane(key: view.workspace.text)
        let outbox = outbox
        let (origin, head) = try await store.read { reader in
            (try outbox.origin(in: reader), try outbox.head(.feed, lane: lane, in: reader))
        }
        follow(origin)
        let view = view.of(origin)
        let (wakes, wake) = AsyncStream<LiveWake>.makeStream(bufferingPolicy: .bufferingNewest(LiveWake.limit))
        let id = state.withLock { state in
            state.nextListener += 1
            state.lanes[lane, default: LiveLane(head: head)].listen(state.nextListener, view, wake)
            return state.nextListener
        }
        self.wake()
        return LiveListener(id: id, lane: lane, view: view, head: head, wakes: wakes)
    }

    /// Looks whether the store still is the one that was followed.
    private func check() async throws {
        guard state.withLock({ !$0.lanes.isEmpty }) else { return }
        follow(try await store.read { [outbox] in try outbox.origin(in: $0) })
    }

    /// Lets all go who followed another outbox: the store has gone back to an earlier state, and what it numbers from
    /// there on they would take for what they have seen. They load again as they come back.
    private func follow(_ origin: String) {
        let former = state.withLock { state in
            guard state.origin != origin else { return [LiveLane]() }
            defer { (state.lanes, state.origin) = ([:], origin) }
            return Array(state.lanes.values)
        }
        for lane in former { lane.letGo() }
    }

    /// Lets a socket follow the log of its view, if it has been sent all until now: from then on it is told without
    /// being waited for, and its listener is not woken any more.
    /// - Parameter sequence: the last that it was sent.
    /// - Returns: false when there is more to send first.
    func join(_ listener: LiveListener, _ socket: WebSocketConnection, at sequence: Int64) -> Bool {
        state.withLock { $0.lanes[listener.lane]?.join(listener, socket, at: sequence) ?? false }
    }

    func leave(_ listener: LiveListener) {
        state.withLock { state in
            state.lanes[listener.lane]?.leave(listener)
            if state.lanes[listener.lane]?.isEmpty == true { state.lanes[listener.lane] = nil }
        }
    }

    /// The newest sequence of a listener's lane, as the store has it.
    func head(for listener: LiveListener) async throws -> Int64 {
        let (outbox, lane) = (outbox, listener.lane)
        return try await store.read { try outbox.head(.feed, lane: lane, in: $0) }
    }

    /// What follows a place, as its listener is sent it.
    /// - Returns: nil when the feed no longer reaches that far back, or never came that far: its store was restored.
    func page(after sequence: Int64, for listener: LiveListener, as form: LiveForm) async throws -> LivePage? {
        let (lane, view) = (listener.lane, listener.view)
        if let held = state.withLock({ $0.lanes[lane]?.page(after: sequence, view, as: form) }) { return held }
        let outbox = outbox
        let (head, rows) = try await store.read { reader in
            (
                try outbox.head(.feed, lane: lane, in: reader),
                try outbox.history(.feed, lane: lane, after: sequence, limit: LivePage.frames, in: reader)
            )
        }
        // The head outlives what is deleted behind it, so that nothing to read says whether there was something.
        guard (rows.first?.sequence ?? head + 1) - 1 == sequence else { return nil }
        return LivePage(rows.map(LiveFrame.init)[...], after: sequence, view, as: form)
    }

    /// Reads on in every lane that somebody listens to.
    /// - Returns: how many were told.
    private func refresh() async throws -> Int {
        var told = 0
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
                let logs = state.withLock { state in
                    told += state.lanes[lane]?.append(frames) ?? 0
                    return state.lanes[lane].map { Array($0.logs.values) } ?? []
                }
                await Self.taken(logs)
                if rows.count < LivePage.frames { break }
            }
        }
        return told
    }

    /// Waits until most of those who follow have been sent what there is: what cannot be sent yet waits in the store, and
    /// not behind each socket. Those who do not read hold nobody else up, as long as they are not most; where few follow
    /// they may be, and are not waited for long.
    private static func taken(_ logs: [LiveLog]) async {
        let all = logs.reduce(0) { $0 + $1.count }
        await withTaskGroup(of: Int.self) { group in
            for log in logs {
                group.addTask {
                    await log.taken()
                    return log.count
                }
            }
            if all < few {
                group.addTask {
                    try? await Task.sleep(for: patience)
                    return all
                }
            }
            var taken = 0
            while taken * 2 < all, let more = await group.next() { taken += more }
            group.cancelAll()
        }
    }

    private static let few = 32
    private static let patience = Duration.milliseconds(250)
}
