import Bus
import Contracts
import Foundation
import Runtime
import SQLiteStore
import Store

/// Tells events in transactions of 64 while another process reads them, and prints both rates and their ratio.
struct Producer {
    private static let group = 64

    let events: Int

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("event-bench-\(getpid())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let payload = try JSONEncoder().encode(message(0))
        let raw = RawInserts.measure(in: folder, rows: events, payload: Array(payload))
        let durable = try await measure(in: folder)
        print("raw SQLite inserts, groups of \(Self.group), \(payload.count) bytes: \(Int(raw)) rows/s")
        print("durable events, commit to commit: \(Int(durable)) events/s")
        print("ratio: \(Double(Int(durable / raw * 1000)) / 1000)")
    }

    /// - Returns: events per second, from before the first commit here to the last commit there.
    private func measure(in folder: String) async throws -> Double {
        let store = try await SQLiteStore(path: "\(folder)/gateway.sqlite")
        try await store.migrate("bus", Bus.migrations)
        let outbox = Outbox(.gateway)
        let bus = Bus(
            BusConfiguration(.ipc(folder: "\(folder)/bus")),
            service: .gateway,
            store: store,
            outbox: outbox,
            contents: Contents(),
            logger: Logger(service: "producer", level: .warning),
            metrics: Metrics(),
            readiness: Readiness()
        )
        let task = Task { try await bus.run() }
        let output = Pipe()
        let consumer = Process()
        consumer.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        consumer.arguments = ["consume", folder, "\(events)"]
        consumer.standardOutput = output
        try consumer.run()
        try await Task.sleep(for: .seconds(2))
        let samples = try (0..<1000).map(message)  // of a thousand chats; making them is not what is measured
        let (start, used) = (WallClock.system.now(), processorTime())
        for first in stride(from: 0, to: events, by: Self.group) {
            let messages = (first..<min(first + Self.group, events)).map { samples[$0 % samples.count] }
            try await store.write { transaction in
                for message in messages {
                    try outbox.emit(message, workspace: WorkspaceID(trusted: "bench"), in: transaction)
                }
            }
        }
        let committed = WallClock.system.now()
        let line = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        consumer.waitUntilExit()
        task.cancel()
        _ = await task.result
        await store.close()
        print("told: \(Int(Double(events) / ((committed - start) / .seconds(1)))) events/s")
        let words = line.split(separator: " ", maxSplits: 1)
        print("processor time per event: \(microseconds(processorTime() - used, per: events)) here,", words[1])
        let end = Int64(words[0]) ?? 0
        return Double(events) / (Double(end - start.milliseconds) / 1000)
    }

    private func message(_ number: Int) throws -> MessageReceived {
        let chat = try ChatID("6012\(1_000_000 + number % 1000)@c.us")
        return MessageReceived(
            channel: try ChannelID("0190a7b2-7c7e-7f00-8000-000000000001"),
            chat: chat,
            chatPhone: "+6012\(1_000_000 + number % 1000)",
            providerId: try ProviderMessageID("false_\(chat)_3EB0C767D097B7C7\(number)"),
            type: .text,
            body: "Hello, I would like to know what the membership costs, and when you are open. Number \(number).",
            timestamp: Timestamp(milliseconds: 1_767_225_600_000 + Int64(number))
        )
    }
}
