import Contracts

/// Tells the others twice a second who we are, what we hold, what we have told and what we have read.
struct Heartbeat: Sendable {
    private let bus: Bus
    private let origin: OriginKeeper

    init(_ bus: Bus, _ origin: OriginKeeper) {
        self.bus = bus
        self.origin = origin
    }

    /// Until cancelled. Each element asks for a heartbeat.
    func run(_ pulses: AsyncStream<Void>) async throws {
        for await _ in pulses {
            guard let (origin, heads) = try? await origin.look() else { continue }
            send(
                Beat(
                    instance: bus.instance,
                    service: bus.service,
                    origin: origin.text,
                    lanes: bus.held.set,
                    heads: Self.byStream(heads),
                    read: read()
                )
            )
        }
        try Task.checkCancellation()
    }

    /// The last one.
    func leave() {
        var beat = Beat(instance: bus.instance, service: bus.service, origin: origin.current.text, lanes: .none)
        beat.isLeaving = true
        send(beat)
    }

    private func send(_ beat: Beat) {
        guard let payload = try? Payload.encode(beat) else { return }
        bus.outbox.outgoing.add(
            .message(topic: Topic.beat(bus.instance), header: HeaderWriter(.beat).bytes, payload: payload)
        )
    }

    private static func byStream(_ heads: [OwnTrack: Int64]) -> [Beat.HeadsOfStream] {
        var sequences: [Stream: [Int64]] = [:]
        for (track, head) in heads {
            sequences[track.stream, default: Array(repeating: 0, count: Lane.count)][track.lane.number] = head
        }
        return sequences.map { Beat.HeadsOfStream(stream: $0.key, sequences: $0.value) }
    }

    /// A stream of which nothing was read yet is told as well: from then on its producer keeps it for us.
    private func read() -> [Beat.ReadOfStream] {
        let (applied, lanes) = bus.inbox.with { inbox in (inbox.applied, inbox.lanes) }
        let unheld = Lane.all.map { lanes.contains($0) ? 0 : Beat.ReadOfStream.notHeld }
        var read: [Source: [Int64]] = [:]
        for (track, sequence) in applied { read[track.source, default: unheld][track.lane.number] = sequence }
        return read.map { source, sequences in
            Beat.ReadOfStream(
                producer: source.producer,
                origin: source.origin.text,
                stream: source.stream,
                sequences: sequences
            )
        }
    }
}
