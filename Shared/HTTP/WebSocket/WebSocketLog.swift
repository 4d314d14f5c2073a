import Synchronization

/// What many connections are sent alike: framed once, and each of them has a place of its own in it.
///
/// It is a chain of runs, of which each follower holds the one that it was sent last: what all of them were sent is let
/// go by itself, and one that stays behind holds what it has not read, up to ``WebSocketLimits/behind``.
package final class WebSocketLog: Sendable {
    /// One that serves followers, and how much of the log it has offered them, in bytes.
    private struct Server {
        let loop: WebSocketLoop
        var offered: Int
    }

    private struct Waiter {
        let place: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var last = WebSocketRun([], end: 0)
        var servers: [Server] = []
        var waiting: [Int: Waiter] = [:]
        var lastWaiter = 0

        func isOffered(_ place: Int) -> Bool { servers.allSatisfy { $0.offered >= place } }
    }

    private let state = Mutex(State())

    package init() {}

    /// Sends frames to all who follow; never waits.
    package func append(_ frames: WebSocketFrames) {
        guard !frames.isEmpty else { return }
        let loops = state.withLock { state in
            let run = WebSocketRun(frames.bytes, end: state.last.end + frames.bytes.count)
            state.last.next = run
            state.last = run
            return state.servers.map(\.loop)
        }
        for loop in loops { loop.flag(self) }
    }

    /// The newest run: what comes behind it is what a new follower is sent.
    func follow(on loop: WebSocketLoop) -> WebSocketRun {
        state.withLock { state in
            if !state.servers.contains(where: { $0.loop === loop }) {
                state.servers.append(Server(loop: loop, offered: state.last.end))
            }
            return state.last
        }
    }

    /// Waits until all that was appended has been offered to every follower: each has it then, or its network takes no
    /// more for now. A sender that waits keeps pace with the thread that sends, and so nobody who reads falls behind.
    /// Ends at once when the task is cancelled.
    package func offered() async {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    let place = state.last.end
                    guard !Task.isCancelled, !state.isOffered(place) else { return true }
                    state.waiting[id] = Waiter(place: place, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.continuation.resume()
        }
    }

    /// A loop has let its followers send.
    /// - Parameter place: all before it was there for them, in bytes.
    func offered(upTo place: Int, by loop: WebSocketLoop) {
        let over = state.withLock { state in
            for index in state.servers.indices where state.servers[index].loop === loop {
                state.servers[index].offered = max(state.servers[index].offered, place)
            }
            let over = state.waiting.filter { state.isOffered($0.value.place) }
            for id in over.keys { state.waiting[id] = nil }
            return over.values.map(\.continuation)
        }
        for continuation in over { continuation.resume() }
    }

    /// All that was ever appended, in bytes.
    var end: Int { state.withLock { $0.last.end } }
}

/// Frames that were appended to a log at once.
final class WebSocketRun: Sendable {
    let bytes: [UInt8]
    /// Its place in the log, in bytes: where the next begins.
    let end: Int
    private let following = Mutex<WebSocketRun?>(nil)

    init(_ bytes: [UInt8], end: Int) {
        self.bytes = bytes
        self.end = end
    }

    /// Nil for the newest.
    var next: WebSocketRun? {
        get { following.withLock { $0 } }
        set { following.withLock { $0 = newValue } }
    }

    /// One after the other: a chain that is let go whole would otherwise end in as many calls, each within the one before.
    deinit {
        var rest = following.withLock { $0.take() }
        while isKnownUniquelyReferenced(&rest) { rest = rest?.following.withLock { $0.take() } }
    }
}
