import Bus
import Contracts
import Runtime
import Store
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(1)))
struct RequestTests {
    @Test(arguments: StoreEngine.underTest)
    func `a question is answered, a command obeyed`(engine: StoreEngine) async throws {
        try await withPair(engine) { asking, answering, configuration in
            let caller = try await Node(.gateway, asking, configuration)
            let answerer = try await Node(.conversations, answering, configuration) { contents in
                contents.answer(Echo.self) { request, context, _ in
                    Echo.Reply(text: request.text, by: context.workspace.text)
                }
                contents.perform(Add.self, add)
            }
            try await running(caller, answerer) {
                let reply = try await caller.bus.ask(Echo(text: "hello"), workspace: .test)
                #expect(reply == Echo.Reply(text: "hello", by: "test"))
                #expect(try await caller.bus.ask(Add(key: "a", amount: 2), workspace: .test).sum == 2)
                #expect(try await caller.bus.ask(Add(key: "a", amount: 3), workspace: .test).sum == 5)
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a command whose replies are lost takes effect once`(engine: StoreEngine) async throws {
        try await withPair(engine) { asking, answering, configuration in
            var lossy = configuration
            lossy.loses = { topic in topic.hasPrefix("re") && Int.random(in: 0..<100) < 40 }
            lossy.retry = .milliseconds(30)
            let caller = try await Node(.gateway, asking, lossy)
            let answerer = try await Node(.conversations, answering, lossy) { $0.perform(Add.self, add) }
            try await running(caller, answerer) {
                for expected in 1...20 {
                    let reply = try await caller.bus.ask(
                        Add(key: "a", amount: 1),
                        workspace: .test,
                        within: .seconds(20)
                    )
                    #expect(reply.sum == expected)
                }
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a command repeated after a restart repeats the reply`(engine: StoreEngine) async throws {
        try await withPair(engine) { asking, answering, configuration in
            let caller = try await Node(.gateway, asking, configuration)
            try await running(caller) {
                for _ in 1...2 {
                    let answerer = try await Node(.conversations, answering, configuration) {
                        $0.perform(Add.self, add)
                    }
                    try await running(answerer) {
                        let reply = try await caller.bus.ask(Add(key: "a", amount: 7), workspace: .test, id: "once")
                        #expect(reply.sum == 7)
                    }
                }
            }
        }
    }

    @Test(arguments: StoreEngine.underTest)
    func `a command of which nobody knows whether it was committed takes effect once`(engine: StoreEngine) async throws
    {
        try await withPair(engine) { asking, answering, configuration in
            let store = FaultyStore(answering)
            let caller = try await Node(.gateway, asking, configuration)
            let answerer = try await Node(.conversations, store, configuration) { $0.perform(Add.self, add) }
            try await running(caller, answerer) {
                let before = try await caller.bus.ask(Add(key: "a", amount: 2), workspace: .test)
                store.fail(with: .outcomeUnknown)
                let unknown = try await caller.bus.ask(Add(key: "a", amount: 3), workspace: .test)
                let after = try await caller.bus.ask(Add(key: "a", amount: 1), workspace: .test)
                #expect([before.sum, unknown.sum, after.sum] == [2, 5, 6])
            }
        }
    }

    @Test func `commands with one key keep their order`() async throws {
        try await withPair(.sqlite) { asking, answering, configuration in
            let caller = try await Node(.gateway, asking, configuration)
            let answerer = try await Node(.conversations, answering, configuration) { $0.perform(Add.self, add) }
            try await running(caller, answerer) {
                let sums = try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 1...100 {
                        group.addTask { try await caller.bus.ask(Add(key: "a", amount: 1), workspace: .test).sum }
                    }
                    return try await group.reduce(into: Set()) { $0.insert($1) }
                }
                #expect(sums == Set(1...100))
            }
        }
    }

    @Test func `a problem is a reply, and leaves nothing behind`() async throws {
        try await withPair(.sqlite) { asking, answering, configuration in
            let caller = try await Node(.gateway, asking, configuration)
            let answerer = try await Node(.conversations, answering, configuration) { contents in
                contents.perform(Add.self) { request, context, transaction in
                    _ = try add(request, context, transaction)
                    throw Problem.notFound("key")
                }
            }
            try await running(caller, answerer) {
                await #expect(throws: Problem.notFound("key")) {
                    try await caller.bus.ask(Add(key: "a", amount: 1), workspace: .test)
                }
                let totals = try await answerer.count("total")
                #expect(totals == 0)
                let error = await #expect(throws: Problem.self) {
                    try await caller.bus.ask(Echo(text: ""), workspace: .test)
                }
                #expect(error?.code == "unknown_request")
            }
        }
    }

    @Test func `nobody there is a problem at the deadline`() async throws {
        try await withPair(.sqlite) { asking, _, configuration in
            let caller = try await Node(.gateway, asking, configuration)
            try await running(caller) {
                let start = ContinuousClock.now
                await #expect(throws: Problem.unavailable("conversations")) {
                    try await caller.bus.ask(Echo(text: ""), workspace: .test, within: .milliseconds(300))
                }
                #expect(ContinuousClock.now - start < .seconds(5))
            }
        }
    }

    @Test func `a service that comes within the deadline answers`() async throws {
        try await withPair(.sqlite) { asking, answering, configuration in
            let caller = try await Node(.gateway, asking, configuration)
            let answerer = try await Node(.conversations, answering, configuration) { contents in
                contents.answer(Echo.self) { request, _, _ in Echo.Reply(text: request.text, by: "") }
            }
            try await running(caller) {
                let asking = Task {
                    try await caller.bus.ask(Echo(text: "early"), workspace: .test, within: .seconds(20))
                }
                try await running(answerer) {
                    let reply = try await asking.value
                    #expect(reply.text == "early")
                }
            }
        }
    }

    @Test func `a cancelled caller waits no longer`() async throws {
        try await withPair(.sqlite) { asking, _, configuration in
            let caller = try await Node(.gateway, asking, configuration)
            try await running(caller) {
                let task = Task { try await caller.bus.ask(Echo(text: ""), workspace: .test, within: .seconds(30)) }
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
            }
        }
    }

    @Test func `work that waits for others is done once per request`() async throws {
        try await withPair(.sqlite) { asking, answering, configuration in
            var impatient = configuration
            impatient.retry = .milliseconds(20)
            let caller = try await Node(.gateway, asking, impatient)
            let count = Mutex(0)
            let answerer = try await Node(.conversations, answering, configuration) { contents in
                contents.answer(Fetch.self) { _, _ in
                    let number = count.withLock { count in
                        count += 1
                        return count
                    }
                    try await Task.sleep(for: .milliseconds(200))
                    return Fetch.Reply(count: number)
                }
            }
            try await running(caller, answerer) {
                let first = try await caller.bus.ask(Fetch(), workspace: .test, id: "one")
                let repeated = try await caller.bus.ask(Fetch(), workspace: .test, id: "one")
                let second = try await caller.bus.ask(Fetch(), workspace: .test)
                #expect([first.count, repeated.count, second.count] == [1, 1, 2])
            }
        }
    }

    @Test func `more than can wait is refused`() async throws {
        try await withPair(.sqlite) { asking, answering, configuration in
            var small = configuration
            small.waitingRequests = 4
            let caller = try await Node(.gateway, asking, configuration)
            let answerer = try await Node(.conversations, answering, small) { contents in
                contents.answer(Fetch.self) { _, _ in
                    try await Task.sleep(for: .milliseconds(500))
                    return Fetch.Reply(count: 0)
                }
            }
            try await running(caller, answerer) {
                let outcomes = await withTaskGroup(of: String.self) { group in
                    for _ in 1...12 {
                        group.addTask {
                            do {
                                _ = try await caller.bus.ask(Fetch(), workspace: .test, within: .seconds(20))
                                return "done"
                            } catch {
                                return (error as? Problem)?.code ?? "\(error)"
                            }
                        }
                    }
                    return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
                }
                #expect(outcomes["done", default: 0] >= 4)
                #expect(outcomes["overloaded", default: 0] >= 1)
                #expect(outcomes.keys.allSatisfy { ["done", "overloaded"].contains($0) })
            }
        }
    }
}
