import Contracts
import Runtime
import Store

/// Sends told events again to those who missed them.
struct Replayer: Sendable {
    /// Events that one request is given, whatever it asks for.
    private static let limit = 4096

    private let bus: Bus
    private let origin: OriginKeeper

    init(_ bus: Bus, _ origin: OriginKeeper) {
        self.bus = bus
        self.origin = origin
    }

    /// Until cancelled: one after the other, since all read the same table.
    func run(_ requests: AsyncStream<RequestMessage>) async throws {
        for await message in requests where message.deadline > bus.clock.now() {
            guard var request = try? Payload.decode(ReplayRequest.self, from: message.payload),
                origin.isTelling, request.origin == origin.current.text
            else { continue }
            request.tracks = Array(request.tracks.prefix(Lane.count))
            request.limit = min(request.limit, Self.limit)
            do {
                let replay = try await bus.store.read { [request] reader in
                    try reader.engine.eventLog.replay(request, in: reader)
                }
                answer(message, request, replay)
            } catch {
                bus.logger.warning("replay failed", ["stream": request.stream, "error": "\(error)"])
            }
        }
        try Task.checkCancellation()
    }

    private func answer(_ message: RequestMessage, _ request: ReplayRequest, _ replay: Replay) {
        let topic = Topic.reply(message.sender)
        let end = ReplayedMessage(
            producer: bus.service,
            origin: request.origin,
            stream: request.stream,
            tracks: replay.extents
        )
        guard let payload = try? Payload.encode(end) else { return }
        bus.outbox.outgoing.add([
            .again(replay.events, topic: topic),
            .message(topic: topic, header: HeaderWriter(.replayed).bytes, payload: payload),
        ])
        bus.metrics.replayed.increment(by: replay.events.count)
    }
}
