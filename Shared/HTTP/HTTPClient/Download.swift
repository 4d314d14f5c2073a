import Synchronization

/// What comes in: the head, then the body as it comes. The client's thread fills it, one reader empties it and gets all
/// that waits at once: a reader that is behind catches up in few steps.
final class Download: Sendable {
    typealias Next = Result<[UInt8]?, HTTPClientError>

    /// Past this many waiting bytes the peer is paused; it goes on when they are read.
    static let capacity = 512 * 1024

    private typealias HeadWaiter = CheckedContinuation<Result<HTTPClientHead, HTTPClientError>, Never>
    private typealias Reader = CheckedContinuation<Next, Never>

    private struct State {
        var head: HTTPClientHead?
        var headWaiter: HeadWaiter?
        var waiting: [UInt8] = []
        var isPaused = false
        var end: Next?
        var reader: Reader?
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
        let (reader, isTaken): (Reader?, Bool) = state.withLock { state in
            guard state.end == nil else { return (nil, true) }
            if let reader = state.reader.take() { return (reader, true) }
            guard state.waiting.count < Self.capacity else {
                state.isPaused = true
                return (nil, false)
            }
            state.waiting += bytes
            return (nil, true)
        }
        reader?.resume(returning: .success(Array(bytes)))
        return isTaken
    }

    /// From any thread; the first call counts. After an error, what waits is dropped.
    ///
    /// Nobody is resumed under the lock, here or anywhere: a task that is cancelled holds its own lock while it calls
    /// this, and to resume it takes that one.
    func finish(_ error: HTTPClientError?) {
        let end: Next = error.map { .failure($0) } ?? .success(nil)
        let (opener, reader) = state.withLock { state in
            guard state.end == nil else { return (HeadWaiter?.none, Reader?.none) }
            state.end = end
            if error != nil { state.waiting = [] }
            return (error == nil ? nil : state.headWaiter.take(), state.reader.take())
        }
        if let error { opener?.resume(returning: .failure(error)) }
        reader?.resume(returning: end)
    }

    // MARK: the reader

    func head() async -> Result<HTTPClientHead, HTTPClientError> {
        await withCheckedContinuation { waiter in
            let known: Result<HTTPClientHead, HTTPClientError>? = state.withLock { state in
                if case .failure(let error) = state.end { return .failure(error) }
                if let head = state.head { return .success(head) }
                state.headWaiter = waiter
                return nil
            }
            if let known { waiter.resume(returning: known) }
        }
    }

    /// All that has come since the last time, or nil at the end.
    func next() async -> Next {
        await withCheckedContinuation { reader in
            let (next, mayResume): (Next?, Bool) = state.withLock { state in
                guard !state.waiting.isEmpty else {
                    if state.end == nil { state.reader = reader }
                    return (state.end, false)
                }
                let bytes = state.waiting
                state.waiting = []
                defer { state.isPaused = false }
                return (.success(bytes), state.isPaused)
            }
            if let next { reader.resume(returning: next) }
            if mayResume { resume() }
        }
    }
}
