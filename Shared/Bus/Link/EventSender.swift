import Contracts

/// Puts our own events into frames. What the events of one track have in common is made once.
struct EventSender {
    private struct Address {
        let topic: String
        /// The header up to the sequence.
        let header: [UInt8]
    }

    private let service: ServiceName
    /// The outbox whose events they are; until it is known nothing is sent.
    var origin: Origin? { didSet { addresses = [] } }
    /// By the code of the track.
    private var addresses: [Address?] = []
    private var header: [UInt8] = []

    init(_ service: ServiceName) {
        self.service = service
    }

    /// - Parameters:
    ///   - topic: the event's own when nil.
    ///   - send: takes the topic, the header and the payload.
    mutating func send(
        _ event: NumberedEvent,
        topic: String? = nil,
        by send: (String, borrowing [UInt8], ArraySlice<UInt8>) -> Void
    ) {
        guard let address = address(of: event.draft.track) else { return }
        header.removeAll(keepingCapacity: true)
        header += address.header
        HeaderWriter.append(event.sequence, to: &header)
        header.append(HeaderReader.separator)
        header += event.draft.header
        send(topic ?? address.topic, header, event.draft.payload)
    }

    private mutating func address(of track: OwnTrack) -> Address? {
        let code = Int(track.code)
        while addresses.count <= code { addresses.append(nil) }
        if let address = addresses[code] { return address }
        guard let origin else { return nil }
        let source = Source(producer: service, origin: origin, stream: track.stream)
        var header = HeaderWriter(.event)
        header.field(source.producer.rawValue)
        header.field(source.origin.text)
        header.field(source.stream.rawValue)
        header.field(Int64(track.lane.number))
        let start = header.bytes + [HeaderReader.separator]
        let address = Address(topic: Topic.event(Track(source, track.lane)), header: start)
        addresses[code] = address
        return address
    }
}
