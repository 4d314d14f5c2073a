import Bus
import Contracts
import FoundationEssentials
import JSON
import Runtime

/// Reads the events that a producer keeps, once more, and prints them lane by lane in batches.
struct Replay {
    struct Extent: Equatable {
        let producer: ServiceName
        let stream: Contracts.Stream
        let lanes: [Lane]
        /// The first sequence, 1 or more.
        let from: Int64
    }

    /// The payload of `bus.replay`.
    private struct Wish: Encodable {
        struct Track: Encodable {
            let lane: Int
            /// The newest that is known already.
            let sequence: Int64
        }

        let origin: String
        let stream: Contracts.Stream
        let tracks: [Track]
        let limit = 1024
    }

    /// Without an answer for so long, it gives up.
    private static let patience: Duration = .seconds(5)
    private static let retry: Duration = .seconds(1)

    let extent: Extent

    /// - Returns: whether the newest was reached.
    func run(on member: Member, clock: WallClock = .system, stop: StopSignal, output: (String) -> Void) -> Bool {
        var open = Dictionary(uniqueKeysWithValues: extent.lanes.map { ($0.number, extent.from - 1) })
        var peers = HeardPeers()
        var nextTry = ContinuousClock.now
        var giveUp = ContinuousClock.now + Self.patience
        while !stop.isRaised, !open.isEmpty {
            if giveUp < .now {
                output("\(extent.producer.rawValue) did not answer within \(Self.patience).")
                return false
            }
            if nextTry <= .now, let wish = wish(open, peers, from: member.instance, at: clock.now()) {
                member.send(wish)
                nextTry = .now + Self.retry
            }
            guard let message = member.receive() else { continue }
            peers.hear(message)
            guard message.topic == "reply.\(member.instance)." else { continue }
            giveUp = .now + Self.patience
            if take(message, &open, output) { nextTry = .now }
        }
        return open.isEmpty
    }

    /// - Returns: whether it was the end of an answer.
    private func take(_ message: WireMessage, _ open: inout [Int: Int64], _ output: (String) -> Void) -> Bool {
        if message.kind == "event", let lane = Int(message[3]), let sequence = Int64(message[4]) {
            guard let known = open[lane], sequence > known else { return false }
            open[lane] = sequence
            output(message.line)
            return false
        }
        guard message.kind == "replayed" else { return false }
        for track in message.json["tracks"].array {
            guard let lane = track["lane"].int, let head = track["head"].int, let known = open[lane] else { continue }
            let isOver = known >= Int64(head) || (track["first"].int ?? 0) > head
            if isOver { open[lane] = nil }
        }
        return true
    }

    /// Nil when no instance of the producer has been heard.
    private func wish(
        _ open: [Int: Int64],
        _ peers: HeardPeers,
        from instance: InstanceID,
        at now: Timestamp
    ) -> WireMessage? {
        guard let lane = peers.lane(of: extent.producer), let origin = peers.origin(of: extent.producer) else {
            return nil
        }
        let tracks = open.sorted { $0.key < $1.key }.map { Wish.Track(lane: $0.key, sequence: $0.value) }
        let wish = Wish(origin: origin, stream: extent.stream, tracks: tracks)
        guard let payload = try? JSONEncoder().encode(wish) else { return nil }
        return .request(
            UUIDv7.make(at: now),
            "bus.replay",
            to: extent.producer,
            lane: lane,
            isKeyed: false,
            from: instance,
            workspace: WorkspaceID(trusted: "-"),
            deadline: now + Self.patience,
            payload: Array(payload)
        )
    }
}
