import Contracts
import Runtime
import Store
import Synchronization

/// Deletes told events that every reader has passed and whose time is over, a few at a time.
final class RetentionKeeper: Sendable {
    private struct Consumer: Hashable {
        let service: ServiceName
        let stream: Stream
    }

    /// Events that one transaction deletes.
    private static let step = 500

    private let bus: Bus
    private let origin: Origin
    /// How far each reader is in each lane, as heartbeats told since they were last written down.
    private let news = Mutex<[Consumer: [Int64]]>([:])

    init(_ bus: Bus, _ origin: Origin) {
        self.bus = bus
        self.origin = origin
    }

    /// Learns from a heartbeat how far others have read.
    func heard(_ beat: Beat) {
        for read in beat.read where read.producer == bus.service && read.origin == origin.text {
            guard read.sequences.count == Lane.count else { continue }
            news.withLock { news in
                let consumer = Consumer(service: beat.service, stream: read.stream)
                news[consumer] = zip(news[consumer] ?? read.sequences, read.sequences).map(max)
            }
        }
    }

    /// Until cancelled.
    func run() async throws {
        while true {
            try await Task.sleep(for: bus.configuration.retention.pause)
            do {
                try await writeDown()
                try await prune()
            } catch let error as StoreError {
                bus.logger.warning("told events not cleared away", ["error": "\(error)"])
            }
        }
    }

    /// A reader is remembered for good: what it has not passed is kept, even while it is away for days.
    private func writeDown() async throws {
        let news = news.withLock { news in
            defer { news = [:] }
            return news
        }
        guard !news.isEmpty else { return }
        try await bus.store.write { transaction in
            for (consumer, sequences) in news {
                for (lane, sequence) in zip(Lane.all, sequences) where sequence >= 0 {
                    let track = OwnTrack(consumer.stream, lane)
                    try transaction.run(BusQuery.rememberConsumer, track.code, consumer.service.rawValue, sequence)
                }
            }
        }
    }

    private func prune() async throws {
        let now = bus.clock.now()
        try await bus.store.write { transaction in
            _ = try transaction.run(BusQuery.forgetAnswers, now - .seconds(600))
        }
        var passed = try await bus.store.read { [retention = bus.configuration.retention] reader in
            try Self.passed(retention, in: reader)
        }
        while !passed.isEmpty {
            for (track, sequence) in passed {
                let time = now - bus.configuration.retention.time(for: track.stream)
                let deleted = try await delete(track, upTo: sequence, before: time)
                if deleted < Self.step { passed[track] = nil }
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    private func delete(_ track: OwnTrack, upTo passed: Int64, before time: Timestamp) async throws -> Int {
        let cut = try await bus.store.read { reader in
            try reader.first(BusQuery.cut, track.place(0), track.place(passed), time, Self.step)?
                .get(0, as: Int64?.self)
        }
        guard let cut = cut ?? nil else { return 0 }
        return try await bus.store.write { transaction in
            try transaction.run(BusQuery.deleteEvents, track.place(0), cut)
        }
    }

    /// How far every reader is, per track. A stream that nobody has ever read is kept, unless it is not meant to be read.
    private static func passed(_ retention: Retention, in reader: any Reader) throws -> [OwnTrack: Int64] {
        var passed: [OwnTrack: Int64] = [:]
        var services: [Stream: Set<String>] = [:]
        var sequences: [OwnTrack: [Int64]] = [:]
        for row in try reader.rows(BusQuery.consumers) {
            guard let track = OwnTrack(code: try row.get("track")) else { continue }
            services[track.stream, default: []].insert(try row.get("service"))
            sequences[track, default: []].append(try row.get("sequence"))
        }
        for row in try reader.rows(BusQuery.heads) {
            guard let track = OwnTrack(code: try row.get(0)) else { continue }
            if retention.unread.contains(track.stream) { passed[track] = try row.get(1) }
            // A service that has told nothing of a lane has read nothing of it.
            let told = sequences[track] ?? []
            if !told.isEmpty, told.count == services[track.stream]?.count { passed[track] = told.min() }
        }
        return passed.filter { $0.value > 0 }
    }
}
