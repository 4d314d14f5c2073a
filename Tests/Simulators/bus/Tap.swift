import Contracts
import Runtime

/// Prints what passes.
struct Tap {
    /// Until it is told to stop.
    func run(on member: Member, clock: WallClock = .system, stop: StopSignal, output: (String) -> Void) {
        while !stop.isRaised {
            if let message = member.receive() { output("\(clock.now().text) \(message.line)") }
        }
    }
}
