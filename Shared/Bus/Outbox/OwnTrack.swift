import Contracts

/// One lane of a stream of our own, as a number in tables.
struct OwnTrack: Hashable, Sendable {
    let stream: Stream
    let lane: Lane

    init(_ stream: Stream, _ lane: Lane) {
        self.stream = stream
        self.lane = lane
    }

    /// - Returns: nil for the code of a stream that this version does not know.
    init?(code: Int64) {
        guard let stream = Stream.allCases.first(where: { $0.code == code / Int64(Lane.count) }),
            let lane = Lane(Int(code % Int64(Lane.count)))
        else { return nil }
        self.init(stream, lane)
    }

    /// By the number: a stream would be hashed by its name.
    func hash(into hasher: inout Hasher) { hasher.combine(code) }

    var code: Int64 { stream.code * Int64(Lane.count) + Int64(lane.number) }

    /// The key of an event's row.
    /// - Parameter sequence: below 2^40.
    func place(_ sequence: Int64) -> Int64 { code << Self.sequenceBits | sequence }

    static func sequence(at place: Int64) -> Int64 { place & (1 << sequenceBits - 1) }

    /// Behind every place of the track.
    var end: Int64 { place(1 << Self.sequenceBits - 1) }

    private static let sequenceBits: Int64 = 40
}

extension Stream {
    /// Stands for the stream in keys of tables: never changed, and never given to another one.
    var code: Int64 {
        switch self {
        case .inbound: 1
        case .delivery: 2
        case .session: 3
        case .feed: 4
        case .chat: 5
        case .outbound: 6
        case .people: 7
        case .campaign: 8
        case .media: 9
        case .access: 10
        }
    }
}
