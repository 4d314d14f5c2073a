import Runtime
import Testing

@Suite(.timeLimit(.minutes(1))) struct SignalTests {
    @Test func `a wake before the wait is not lost`() async {
        let signal = Signal()
        signal.wake()
        signal.wake()
        await signal.wait()
    }

    @Test func `a wake ends a wait`() async {
        let signal = Signal()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await signal.wait() }
            group.addTask { signal.wake() }
        }
    }

    @Test func `a wait ends by itself when its time is over`() async {
        let signal = Signal()
        let elapsed = await ContinuousClock().measure { await signal.wait(atMost: .milliseconds(20)) }
        #expect(elapsed >= .milliseconds(20))
    }

    @Test func `cancellation ends a wait`() async {
        let signal = Signal()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await signal.wait(atMost: .seconds(3600)) }
            group.cancelAll()
        }
    }

    @Test func `many waits and wakes lose nothing`() async {
        let (signal, rounds) = (Signal(), Signal())
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 0..<1000 {
                    await signal.wait()
                    rounds.wake()
                }
            }
            group.addTask {
                for _ in 0..<1000 {
                    signal.wake()
                    await rounds.wait()
                }
            }
        }
    }
}
