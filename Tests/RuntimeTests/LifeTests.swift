import FoundationEssentials
import Runtime
import Synchronization
import Testing

@Suite struct ReadinessTests {
    @Test func `knows what is missing, in order and once`() {
        let readiness = Readiness()
        #expect(readiness.isReady)
        for part in ["store", "bus", "store"] { readiness.waiting(for: part) }
        #expect(readiness.missing == ["store", "bus"])
        readiness.ready("store")
        readiness.ready("unknown")
        #expect(readiness.missing == ["bus"] && !readiness.isReady)
    }

    @Test(.timeLimit(.minutes(1))) func `tells changes to those who listen`() async {
        let readiness = Readiness()
        readiness.waiting(for: "store")
        var changes = readiness.changes.makeAsyncIterator()
        #expect(await changes.next() == ["store"])
        readiness.waiting(for: "store")
        readiness.waiting(for: "bus")
        #expect(await changes.next() == ["store", "bus"])
        readiness.ready("store")
        readiness.ready("bus")
        #expect(await changes.next() == [])
    }
}

@Suite struct FolderTests {
    private let root = FileManager.default.temporaryDirectory.appending(path: "folder-\(UUID())").path

    @Test func `is made with those above it, for its owner alone`() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        try Folder.makeWritable("\(root)/a/b/")
        try Folder.makeWritable("\(root)/a/b")
        #expect(try FileManager.default.attributesOfItem(atPath: "\(root)/a")[.posixPermissions] as? Int == 0o700)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(root)/a/b").isEmpty)
    }

    @Test func `is refused where a file is in the way`() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        #expect(FileManager.default.createFile(atPath: root, contents: nil))
        for path in [root, "\(root)/a"] {
            #expect(throws: FolderError(path: path, reason: "Not a directory")) { try Folder.makeWritable(path) }
        }
        let proc = FolderError(path: "/proc/mynah", reason: "No such file or directory")
        #expect(throws: proc) { try Folder.makeWritable("/proc/mynah") }
    }
}

@Suite struct BackoffTests {
    @Test func `doubles up to its limit`() {
        var backoff = Backoff(base: .seconds(1), limit: .seconds(10), random: { 1 })
        let delays = (1...6).map { _ in backoff.next() }
        #expect(delays == [1, 2, 4, 8, 10, 10].map { .seconds($0) })
        #expect(backoff.failures == 6)
        backoff.reset()
        let afterReset = backoff.next()
        #expect(afterReset == .seconds(1))
    }

    @Test func `spreads over the upper half`() {
        #expect(Backoff(base: .seconds(1), random: { 0 }).delay(after: 1) == .milliseconds(500))
        for _ in 0..<100 {
            #expect((Duration.milliseconds(500)...(.seconds(1))).contains(Backoff(base: .seconds(1)).delay(after: 1)))
        }
    }

    @Test(arguments: [-1, 0, 1_000_000]) func `takes any count`(failures: Int) {
        let delay = Backoff().delay(after: failures)
        #expect(delay > .zero && delay <= .seconds(30))
    }
}

@Suite(.timeLimit(.minutes(1))) struct BlockingQueueTests {
    private struct Failure: Error, Equatable {}

    @Test func `answers with the result or the error`() async throws {
        let queue = BlockingQueue("test")
        #expect(try await queue.run { 7 } == 7)
        await #expect(throws: Failure()) { try await queue.run { throw Failure() } }
    }

    /// How many calls are being made, and the most there were.
    private final class Load: Sendable {
        private let state = Mutex((now: 0, most: 0))
        var most: Int { state.withLock { $0.most } }

        func call() {
            state.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            state.withLock { $0.now -= 1 }
        }
    }

    @Test(arguments: [1, 3]) func `makes no more calls than its width at a time`(width: Int) async throws {
        let queue = BlockingQueue("test", width: width)
        let load = Load()
        try await withThrowingTaskGroup { group in
            for _ in 0..<300 { group.addTask { try await queue.run { load.call() } } }
            try await group.waitForAll()
        }
        #expect((1...width).contains(load.most))
    }
}
