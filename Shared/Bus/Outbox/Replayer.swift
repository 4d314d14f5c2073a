import Contracts
import Runtime
import Store

/// Sends told events again to those who missed them.
struct Replayer: Sendable {
    /// Bytes of payload per replay, after which it stops and the consumer asks on.
    private static let enough = 4 << 20

    private let bus: Bus
    private let origin: Origin

    init(_ bus: Bus, _ origin: Origin) {
        self.bus = bus
        self.origin = origin
    }

    /// Until cancelled: one after the other, since all read the same table.
    func run(_ requests: AsyncStream<RequestMessage>) async throws {
        for await message in requests where message.deadline > bus.clock.now() {
            guard let request = try? Payload.decode(ReplayRequest.self, from: message.payload),
                request.origin == origin.text
            else { continue }
            do {
                let (events, extents) = try await bus.store.read { try Self.read(request, in: $0) }
                answer(message, request, events, extents)
            } catch {
                bus.logger.warning("replay failed", ["stream": request.stream, "error": "\(error)"])
            }
        }
        try Task.checkCancellation()
    }

    private func answer(
        _ message: RequestMessage,
        _ request: ReplayRequest,
        _ events: [ToldEvent],
        _ extents: [ReplayedMessage.Extent]
    ) {
        let topic = Topic.reply(message.sender)
        let end = ReplayedMessage(
            producer: bus.service,
            origin: origin.text,
            stream: request.stream,
            tracks: extents
        )
        guard let payload = try? Payload.encode(end) else { return }
        var items = events.map { told in
            let event = told.message(from: bus.service, origin)
            return Outgoing.Item.message(topic: topic, header: event.header, payload: event.payload)
        }
        items.append(.message(topic: topic, header: HeaderWriter(.replayed).bytes, payload: payload))
        bus.outbox.outgoing.add(items)
        bus.metrics.replayed.increment(by: events.count)
    }

    private static func read(
        _ request: ReplayRequest,
        in reader: any Reader
    ) throws -> ([ToldEvent], [ReplayedMessage.Extent]) {
        var events: [ToldEvent] = []
        var extents: [ReplayedMessage.Extent] = []
        var bytes = 0
        // Evenly, so that no lane waits for another one's history.
        let share = max(16, min(request.limit, 4096) / max(1, request.tracks.count))
        for track in request.tracks.prefix(Lane.count) {
            guard let lane = Lane(track.lane) else { continue }
            let own = OwnTrack(request.stream, lane)
            let head = try own.head(in: reader)
            var first = track.sequence + 1
            if bytes < enough {
                let found = try own.events(after: track.sequence, limit: share, in: reader)
                bytes += found.reduce(0) { $0 + $1.payload.count }
                first = found.first?.sequence ?? head + 1
                events += found
            }
            extents.append(.init(lane: track.lane, first: first, head: head))
        }
        return (events, extents)
    }
}
