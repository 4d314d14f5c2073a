import FoundationEssentials
import Runtime

// event-bench [events]: durable events from one process's commit to another process's commit, against raw inserts.
// event-bench consume <folder> <events>: the other process.

let arguments = CommandLine.arguments.dropFirst()
if arguments.first == "consume", arguments.count == 3, let events = Int(CommandLine.arguments[3]) {
    try await Consumer(folder: CommandLine.arguments[2], events: events).run()
} else {
    try await Producer(events: arguments.first.flatMap { Int($0) } ?? 200_000).run()
}
