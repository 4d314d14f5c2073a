import Bus
import Contracts
import Runtime

/// Keeps the directory of channels as the store has it, whichever instance of the gateway changed it.
struct DirectoryTail: Service {
    let name = "channel directory"
    let directory: ChannelDirectory
    let logger: Logger
    /// Whatever happens is read from the store then at the latest.
    var interval = Duration.seconds(30)
    /// What is told of channels and their sessions; it may miss some.
    let events: @Sendable () -> AsyncStream<ToldEvent>

    func run() async throws {
        let heard = Nudge()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in events() { heard.poke() } }
            while true {
                let pokes = heard.pokes
                do {
                    try await directory.load()
                } catch is CancellationError {
                    throw CancellationError()
                } catch {
                    logger.warning("the channels could not be read again", ["error": "\(error)"])
                }
                try await heard.wait(after: pokes, atMost: interval)
            }
        }
    }
}
