import Compression
import Contracts
import Store

/// A row of a stream's log, without its events.
struct BlockPlace: Sendable {
    /// From 1 without a gap.
    let number: Int64
    /// Its events were deleted.
    let isEmpty: Bool
    /// How far the lanes have come with it.
    let heads: LaneHeads
    /// When the newest of its events was told.
    let emittedAt: Timestamp

    fileprivate init(_ row: Row) throws {
        number = BlockSpan.number(at: try row.get(0))
        isEmpty = try row.get(1, as: Int64.self) == 0
        heads = LaneHeads(try row.get(2))
        emittedAt = try row.get(3)
    }
}

/// All rows of a stream's log in one snapshot.
struct BlockSpan {
    let stream: Stream
    let oldest: BlockPlace
    let newest: BlockPlace
    /// Those that were looked at.
    private var known: [Int64: BlockPlace] = [:]

    /// - Returns: nil when the stream never had an event.
    init?(_ stream: Stream, in reader: any Reader) throws {
        let ends = [stream.place(0), stream.place(Stream.lastNumber)]
        guard let newest = try Self.newest(of: stream, in: reader),
            let oldest = try reader.first(BlockLogQuery.oldest, arguments: ends)
        else { return nil }
        self.stream = stream
        self.newest = newest
        self.oldest = try BlockPlace(oldest)
    }

    static func newest(of stream: Stream, in reader: any Reader) throws -> BlockPlace? {
        try reader.first(BlockLogQuery.newest, stream.place(0), stream.place(Stream.lastNumber)).map(BlockPlace.init)
    }

    static func number(at place: Int64) -> Int64 { place & Stream.lastNumber }

    /// The newest sequence of a lane that was deleted.
    func deleted(_ lane: Lane) -> Int64 { oldest.isEmpty ? oldest.heads[lane] : 0 }

    /// The first row that is past something, as all behind it are: near the end in few steps, anywhere by halving.
    /// - Returns: nil when none is.
    mutating func first(in reader: any Reader, where isPast: (BlockPlace) -> Bool) throws -> Int64? {
        guard isPast(newest) else { return nil }
        var (before, past, step) = (oldest.number - 1, newest.number, 1 as Int64)
        while past - step > before {
            guard try place(past - step, in: reader).map(isPast) ?? false else {
                before = past - step
                break
            }
            past -= step
            step *= 2
        }
        while past - before > 1 {
            let middle = before + (past - before) / 2
            if try place(middle, in: reader).map(isPast) ?? false { past = middle } else { before = middle }
        }
        return past
    }

    private mutating func place(_ number: Int64, in reader: any Reader) throws -> BlockPlace? {
        if let place = known[number] { return place }
        let place = try reader.first(BlockLogQuery.place, stream.place(number)).map(BlockPlace.init)
        known[number] = place
        return place
    }

    /// Reads rows with events of some lanes, in order.
    /// - Parameter body: gets a row's number and its events; says whether to read on.
    func blocks(
        from number: Int64,
        of lanes: LaneSet,
        in reader: any Reader,
        _ body: (Int64, [UInt8]) throws -> Bool
    ) throws {
        var next = stream.place(number)
        while true {
            let rows = try reader.rows(
                BlockLogQuery.blocks,
                next,
                stream.place(newest.number),
                lanes.column,
                Self.page
            )
            for row in rows {
                let place = try row.get(0, as: Int64.self)
                let events = Packed(bytes: try row.get(2), isFrame: try row.get(1))
                // Nothing is read of what is damaged, and all that is behind it still is.
                guard try body(Self.number(at: place), (try? events.unpacked()) ?? []) else { return }
                next = place + 1
            }
            if rows.count < Self.page { return }
        }
    }

    /// Rows that are read at once.
    private static let page = 8
}

extension Stream {
    fileprivate static let lastNumber: Int64 = 1 << 40 - 1

    /// The key of a row.
    func place(_ number: Int64) -> Int64 { code << 40 | number }
}
