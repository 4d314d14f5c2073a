import Synchronization

/// What many connections are sent alike: framed once, and each of them has a place of its own in it.
///
/// It is a chain of runs, of which each follower holds the one that it was sent last: what all of them were sent is let
/// go by itself, and one that stays behind holds what it has not read, up to ``WebSocketLimits/behind``.
package final class WebSocketLog: Sendable {
    /// One that serves followers, and how much of the log most of them have been sent, in bytes.
    private struct Server {
        let loop: WebSocketLoop
        var taken: Int
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

        func isTaken(_ place: Int) -> Bool { servers.allSatisfy { $0.taken >= place } }
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
                state.servers.append(Server(loop: loop, taken: state.last.end))
            }
            return state.last
        }
    }

    /// Waits until half of the followers, at least, have been sent all that was appended. A sender that waits keeps pace
    /// with the thread that sends and the network: nobody who reads as fast as most falls behind, and one who does not
    /// read holds nobody up. Ends at once when the task is cancelled.
    package func taken() async {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    let place = state.last.end
                    guard !Task.isCancelled, !state.isTaken(place) else { return true }
                    state.waiting[id] = Waiter(place: place, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.continuation.resume()
        }
    }

    /// A loop has sent half of its followers all before a place, in bytes.
    func taken(upTo place: Int, by loop: WebSocketLoop) {
        let over = state.withLock { state in
            for index in state.servers.indices where state.servers[index].loop === loop {
                state.servers[index].taken = max(state.servers[index].taken, place)
            }
            let over = state.waiting.filter { state.isTaken($0.value.place) }
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
