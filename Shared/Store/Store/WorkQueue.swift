import Dispatch
import Synchronization

/// One end of a ``WorkQueue``: owns a connection and is called on one thread at a time.
package protocol Worker: AnyObject, Sendable {
    associatedtype Work: Sendable
    /// - Parameter jobs: at least one.
    func perform(_ jobs: [Work])
    /// Called last.
    func close()
}

/// Blocking work in the order it came, for workers with a thread each, away from the pool that tasks share.
///
/// It has no limit of its own: each job is a caller that waits for its answer.
package final class WorkQueue<Member: Worker>: Sendable {
    private struct State {
        var waiting = Fifo<Member.Work>()
        /// Indices of workers without work.
        var idle: [Int]
        var isClosed = false
    }

    private let members: [Member]
    private let threads: [DispatchQueue]
    private let batch: Int
    private let state: Mutex<State>

    /// - Parameter batch: how many jobs a worker takes at once, at most.
    package init(_ label: String, batch: Int = 1, _ members: [Member]) {
        self.members = members
        self.batch = batch
        threads = members.indices.map { DispatchQueue(label: "\(label).\($0)") }
        state = Mutex(State(idle: Array(members.indices)))
    }

    /// - Returns: false when the queue is closed, and then nobody will take the job.
    package func submit(_ job: Member.Work) -> Bool {
        let (isTaken, woken) = state.withLock { state -> (Bool, Int?) in
            guard !state.isClosed else { return (false, nil) }
            state.waiting.append(job)
            return (true, state.idle.popLast())
        }
        if let woken { threads[woken].async { self.work(as: woken) } }
        return isTaken
    }

    /// Runs `work` in its turn.
    /// - Parameter done: fails with ``StoreError/closed`` when the queue is closed.
    package func run<Access, Value: Sendable>(
        _ work: @escaping @Sendable (Access) throws -> Value,
        then done: @escaping Completion<Value>
    ) where Member.Work == any Job<Access> {
        let job = PendingJob(work, then: done)
        if !submit(job) { job.refuse(StoreError.closed) }
    }

    /// The same for a task, which waits.
    package func run<Access, Value: Sendable>(
        _ work: @escaping @Sendable (Access) throws -> Value
    ) async throws -> Value where Member.Work == any Job<Access> {
        try await withCheckedThrowingContinuation { caller in run(work) { caller.resume(with: $0) } }
    }

    /// Refuses what comes from now on, finishes what waits and closes the workers.
    package func close() async {
        let isFirst = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        guard isFirst else { return }
        for (member, thread) in zip(members, threads) {
            await withCheckedContinuation { done in
                thread.async {
                    member.close()
                    done.resume()
                }
            }
        }
    }

    private func work(as index: Int) {
        while true {
            let jobs = state.withLock { state in
                let jobs = state.waiting.take(batch)
                if jobs.isEmpty { state.idle.append(index) }
                return jobs
            }
            guard !jobs.isEmpty else { return }
            members[index].perform(jobs)
        }
    }
}

/// First in, first out.
struct Fifo<Element> {
    private var elements: [Element] = []
    private var head = 0

    mutating func append(_ element: Element) {
        elements.append(element)
    }

    /// Takes the oldest elements, `limit` at most.
    mutating func take(_ limit: Int) -> [Element] {
        let end = min(head + limit, elements.count)
        guard head > 0 || end < elements.count else {
            defer { elements = [] }
            return elements
        }
        let taken = Array(elements[head..<end])
        head = end
        if head == elements.count || head > 1024, head * 2 > elements.count {
            elements.removeFirst(head)
            head = 0
        }
        return taken
    }
}
