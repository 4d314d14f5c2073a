import Synchronization

/// What many connections are sent alike: framed once, and each of them has a place of its own in it.
///
/// It is a chain of runs, of which each follower holds the one that it was sent last: what all of them were sent is let
/// go by itself, and one that stays behind holds what it has not read, up to ``WebSocketLimits/behind``.
package final class WebSocketLog: Sendable {
    private struct State {
        var last = WebSocketRun([], end: 0)
        /// Those that serve followers.
        var loops: [WebSocketLoop] = []
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
            return state.loops
        }
        for loop in loops { loop.flag(self) }
    }

    /// The newest run: what comes behind it is what a new follower is sent.
    func follow(on loop: WebSocketLoop) -> WebSocketRun {
        state.withLock { state in
            if !state.loops.contains(where: { $0 === loop }) { state.loops.append(loop) }
            return state.last
        }
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
