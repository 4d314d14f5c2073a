import Contracts
import Glibc
import Runtime
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct ServiceGroupTests {
    private struct Failure: Error, Equatable {}

    /// What happened, in order, and waiting for it.
    private final class Journal: Sendable {
        private let entries = Mutex<[String]>([])
        var all: [String] { entries.withLock { $0 } }
        func note(_ entry: String) { entries.withLock { $0.append(entry) } }
        func until(_ count: Int) async { while all.count < count { await Task.yield() } }
    }

    private let journal = Journal()
    private let stop = StopSignal([])

    private func waiting(_ name: String) -> ServiceTask {
        ServiceTask(name) { [journal] in
            journal.note("+\(name)")
            defer { journal.note("-\(name)") }
            try await Task.sleep(for: .seconds(100))
        }
    }

    private func group(_ services: [any Service], grace: Duration = .seconds(10)) -> ServiceGroup {
        ServiceGroup(services, logger: .silent, stop: stop, grace: grace) { [journal] in journal.note("expired") }
    }

    @Test func `stops in reverse order`() async throws {
        let running = Task { try await group([waiting("a"), waiting("b"), waiting("c")]).run() }
        await journal.until(3)
        stop.raise()
        try await running.value
        #expect(journal.all.suffix(3) == ["-c", "-b", "-a"])
    }

    @Test func `stops when its task is cancelled`() async throws {
        let running = Task { try await group([waiting("a"), waiting("b")]).run() }
        await journal.until(2)
        running.cancel()
        try await running.value
        #expect(Set(journal.all.suffix(2)) == ["-a", "-b"])
    }

    @Test(arguments: [0, 1, 2]) func `one that ends early stops all`(position: Int) async {
        var services: [any Service] = [waiting("a"), waiting("b")]
        services.insert(ServiceTask("early") { [journal] in await journal.until(2) }, at: position)
        let early = group(services)
        await #expect(throws: EndedEarly.self) { try await early.run() }
        #expect(Set(journal.all) == ["+a", "+b", "-a", "-b"])
    }

    @Test func `one that fails stops all with its error`() async {
        let failing = ServiceTask("failing") { [journal] in
            await journal.until(1)
            throw Failure()
        }
        let failed = group([waiting("a"), failing])
        await #expect(throws: Failure()) { try await failed.run() }
    }

    @Test func `an error while stopping spoils nothing`() async throws {
        let clumsy = ServiceTask("clumsy") { [journal] in
            journal.note("+clumsy")
            try? await Task.sleep(for: .seconds(100))
            throw Failure()
        }
        let running = Task { try await group([waiting("a"), clumsy]).run() }
        await journal.until(2)
        stop.raise()
        try await running.value
        #expect(journal.all.last == "-a")
    }

    @Test func `gives up on one that does not stop`() async throws {
        let stubborn = ServiceTask("stubborn") { [journal] in
            journal.note("+stubborn")
            await journal.until(2)
        }
        let running = Task { try await group([stubborn], grace: .milliseconds(20)).run() }
        await journal.until(1)
        stop.raise()
        try await running.value
        #expect(journal.all == ["+stubborn", "expired"])
    }

    @Test func `runs for as long as the work takes`() async throws {
        try await group([waiting("a"), waiting("b")]).run { [journal] in
            await journal.until(2)
            journal.note("worked")
        }
        #expect(journal.all.suffix(3) == ["worked", "-b", "-a"])
        await #expect(throws: Failure()) { try await group([waiting("a")]).run { throw Failure() } }
    }

    @Test func `runs nothing until it is told to stop`() async throws {
        stop.raise()
        try await group([]).run()
    }
}

@Suite(.serialized, .timeLimit(.minutes(1))) struct StopSignalTests {
    @Test(arguments: [SIGUSR1, SIGUSR2]) func `hears a signal`(signal: Int32) async {
        let stop = StopSignal([SIGUSR1, SIGUSR2])
        kill(getpid(), signal)
        await stop.wait()
        await stop.wait()
    }

    @Test func `calls who wants to know, once`() async {
        let stop = StopSignal([])
        await confirmation(expectedCount: 2) { called in
            stop.whenRaised { called() }
            stop.raise()
            stop.raise()
            stop.whenRaised { called() }
        }
        #expect(stop.isRaised)
    }

    @Test func `cancels the work that it interrupts`() async throws {
        let stop = StopSignal([])
        #expect(try await stop.unless { 7 } == 7)
        let interrupted = try await stop.unless {
            stop.raise()
            try? await Task.sleep(for: .seconds(100))
            return Task.isCancelled
        }
        #expect(interrupted == nil)
    }

    @Test func `waits no longer than its task`() async {
        let stop = StopSignal([])
        let waiting = Task { await stop.wait() }
        waiting.cancel()
        await waiting.value
    }
}
