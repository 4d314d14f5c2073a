import Contracts

/// An event that a transaction tells, before it has its sequence: encoded, so that tables and network take its bytes as
/// they are.
///
/// A class, as it goes from hand to hand several times.
final class EventDraft: Sendable {
    let track: OwnTrack
    let emittedAt: Timestamp
    /// The end of the header (``EventTail``), and the payload behind it.
    let bytes: [UInt8]
    private let headerEnd: Int

    init<E: Event>(_ event: E, _ tail: EventTail) throws {
        track = OwnTrack(E.stream, Lane(key: event.laneKey))
        emittedAt = tail.emittedAt
        var header = HeaderWriter(reserving: 640)
        tail.write(to: &header)
        headerEnd = header.bytes.count
        bytes = try Payload.encode(event: event, behind: header.bytes)
    }

    /// Puts an event together as it was told.
    init(_ track: OwnTrack, emittedAt: Timestamp, header: some Collection<UInt8>, payload: some Collection<UInt8>) {
        self.track = track
        self.emittedAt = emittedAt
        var bytes: [UInt8] = []
        bytes.reserveCapacity(header.count + payload.count)
        bytes += header
        headerEnd = bytes.count
        bytes += payload
        self.bytes = bytes
    }

    var header: ArraySlice<UInt8> { bytes[..<headerEnd] }
    var payload: ArraySlice<UInt8> { bytes[headerEnd...] }
}

/// An event with its place in its track: a part of the outbox.
struct NumberedEvent: Sendable {
    let draft: EventDraft
    /// 1 for the first of its track.
    let sequence: Int64
}
