import CCurl
import Glibc
import Synchronization

/// What reaches the client's thread from others: commands, and the wish to stop.
final class Engine: Sendable {
    enum Command: Sendable {
        case start(Transfer)
        case resumeReceiving(Int)
        case resumeSending(Int)
        case cancel(Int)
    }

    private struct Inbox {
        var commands: [Command] = []
        var isStopping = false
        /// The thread takes no more commands.
        var isOver = false
        /// The thread is gone.
        var isFreed = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let inbox = Mutex(Inbox())
    private let ids = Atomic(0)
    private let multi: MultiHandle?

    /// Starts the thread. Without memory or threads it is over at once and every exchange is cancelled.
    init(connectionsPerHost: Int, addresses: AddressFilter) {
        multi = MultiHandle(connectionsPerHost: connectionsPerHost)
        if multi.map({ start(EngineLoop(engine: self, multi: $0, addresses: addresses)) }) != true { end {} }
    }

    private func start(_ loop: EngineLoop) -> Bool {
        let context = Unmanaged.passRetained(loop)
        let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
            if let context { Unmanaged<EngineLoop>.fromOpaque(context).takeRetainedValue().run() }
            return nil
        }
        var thread = pthread_t()
        guard pthread_create(&thread, nil, main, context.toOpaque()) == 0 else {
            context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    func nextID() -> Int {
        ids.wrappingAdd(1, ordering: .relaxed).newValue
    }

    func post(_ command: Command) {
        let isOver = inbox.withLock { inbox in
            guard !inbox.isOver else { return true }
            inbox.commands.append(command)
            if inbox.commands.count == 1 { multi?.wake() }
            return false
        }
        if isOver, case .start(let transfer) = command { transfer.download.finish(.cancelled) }
    }

    func cancel(_ transfer: Transfer) {
        transfer.download.finish(.cancelled)
        post(.cancel(transfer.id))
    }

    func stop() {
        inbox.withLock { inbox in
            guard !inbox.isOver else { return }
            inbox.isStopping = true
            multi?.wake()
        }
    }

    /// Stops, and waits for the thread to end.
    func stopped() async {
        stop()
        await withCheckedContinuation { waiter in
            let isFreed = inbox.withLock { inbox in
                if !inbox.isFreed { inbox.waiters.append(waiter) }
                return inbox.isFreed
            }
            if isFreed { waiter.resume() }
        }
    }

    // MARK: the client's thread

    /// - Returns: nil when it is time to stop.
    func takeCommands() -> [Command]? {
        inbox.withLock { inbox in
            guard !inbox.isStopping else { return nil }
            defer { inbox.commands.removeAll(keepingCapacity: true) }
            return inbox.commands
        }
    }

    /// The last the thread does.
    /// - Parameter free: frees the handle, now that nobody wakes it any more.
    func end(_ free: () -> Void) {
        let commands = inbox.withLock { inbox in
            inbox.isOver = true
            defer { inbox.commands = [] }
            return inbox.commands
        }
        for case .start(let transfer) in commands { transfer.download.finish(.cancelled) }
        free()
        let waiters = inbox.withLock { inbox in
            inbox.isFreed = true
            defer { inbox.waiters = [] }
            return inbox.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
