import Synchronization

/// What comes in: the head, then the body as it comes. The client's thread fills it, one reader empties it and gets all
/// that waits at once: a reader that is behind catches up in few steps.
final class Download: Sendable {
    typealias Next = Result<[UInt8]?, HTTPClientError>

    /// Past this many waiting bytes the peer is paused; it goes on when they are read.
    static let capacity = 512 * 1024

    private struct State {
        var head: HTTPClientHead?
        var headWaiter: CheckedContinuation<Result<HTTPClientHead, HTTPClientError>, Never>?
        var waiting: [UInt8] = []
        var isPaused = false
        var end: Next?
        var reader: CheckedContinuation<Next, Never>?
    }

    private let state = Mutex(State())
    private let resume: @Sendable () -> Void

    /// - Parameter resume: called when there is room again after a refused chunk.
    init(resume: @escaping @Sendable () -> Void) {
        self.resume = resume
    }

    // MARK: the client's thread

    func open(_ head: HTTPClientHead) {
        let waiter = state.withLock { state in
            state.head = head
            return state.headWaiter.take()
        }
        waiter?.resume(returning: .success(head))
    }

    /// - Returns: false when there is no room: offer the same bytes again after `resume`.
    func offer(_ bytes: UnsafeRawBufferPointer) -> Bool {
        state.withLock { state in
            guard state.end == nil else { return true }
            if let reader = state.reader.take() {
                reader.resume(returning: .success(Array(bytes)))
                return true
            }
            guard state.waiting.count < Self.capacity else {
                state.isPaused = true
                return false
            }
            state.waiting += bytes
            return true
        }
    }

    /// From any thread; the first call counts. After an error, what waits is dropped.
    func finish(_ error: HTTPClientError?) {
        state.withLock { state in
            guard state.end == nil else { return }
            let end: Next = error.map { .failure($0) } ?? .success(nil)
            state.end = end
            if let error {
                state.waiting = []
                state.headWaiter.take()?.resume(returning: .failure(error))
            }
            state.reader.take()?.resume(returning: end)
        }
    }

    // MARK: the reader

    func head() async -> Result<HTTPClientHead, HTTPClientError> {
        await withCheckedContinuation { waiter in
            state.withLock { state in
                if case .failure(let error) = state.end {
                    waiter.resume(returning: .failure(error))
                } else if let head = state.head {
                    waiter.resume(returning: .success(head))
                } else {
                    state.headWaiter = waiter
                }
            }
        }
    }

    /// All that has come since the last time, or nil at the end.
    func next() async -> Next {
        await withCheckedContinuation { reader in
            let mayResume = state.withLock { state in
                guard !state.waiting.isEmpty else {
                    if let end = state.end { reader.resume(returning: end) } else { state.reader = reader }
                    return false
                }
                reader.resume(returning: .success(state.waiting))
                state.waiting = []
                defer { state.isPaused = false }
                return state.isPaused
            }
            if mayResume { resume() }
        }
    }
}
