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

    private let bus: Bus
    private let origin: OriginKeeper
    /// How far each reader is in each lane of an outbox, as heartbeats told since they were last written down.
    private let news = Mutex<[Origin: [Consumer: [Int64]]]>([:])

    init(_ bus: Bus, _ origin: OriginKeeper) {
        self.bus = bus
        self.origin = origin
    }

    /// Learns from a heartbeat how far others have read.
    func heard(_ beat: Beat) {
        let origin = origin.current
        for read in beat.read where read.producer == bus.service && read.origin == origin.text {
            guard read.sequences.count == Lane.count else { continue }
            news.withLock { news in
                let consumer = Consumer(service: beat.service, stream: read.stream)
                let known = news[origin]?[consumer] ?? read.sequences
                news[origin, default: [:]][consumer] = zip(known, read.sequences).map(max)
            }
        }
    }

    /// Until cancelled.
    func run() async throws {
        while true {
            try await Task.sleep(for: bus.configuration.retention.pause)
            guard origin.isTelling else { continue }
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
        let origin = origin.current
        guard let news = news[origin] else { return }
        try await bus.store.write { transaction in
            // What was read of another outbox says nothing about this one.
            guard try transaction.run(BusQuery.holdOrigin, Int64(origin.value)) == 1 else { return }
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
        let passed = try await bus.store.read { [retention = bus.configuration.retention] reader in
            try Self.passed(retention, in: reader)
        }
        for (stream, lanes) in Dictionary(grouping: passed, by: \.key.stream) {
            let time = now - bus.configuration.retention.time(for: stream)
            let upTo = Dictionary(uniqueKeysWithValues: lanes.map { ($0.key.lane, $0.value) })
            try await bus.store.engine.eventLog.prune(stream, upTo: upTo, before: time, in: bus.store)
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
        for (track, head) in try reader.engine.eventLog.heads(in: reader) {
            if retention.unread.contains(track.stream) { passed[track] = head }
            // A service that has told nothing of a lane has read nothing of it.
            let told = sequences[track] ?? []
            guard let (least, most) = told.min().flatMap({ least in told.max().map { (least, $0) } }) else { continue }
            // Nor may anything go while somebody has read what the tables no longer have: they have gone back.
            if most <= head, told.count == services[track.stream]?.count { passed[track] = least }
        }
        return passed.filter { $0.value > 0 }
    }
}
