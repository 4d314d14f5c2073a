import Contracts
import Store

/// How far this service has read the tracks of others.
enum Cursors {
    /// Those of a stream or a service that this version does not know are left out.
    static func read(in reader: any Reader) throws -> [Track: Int64] {
        var cursors: [Track: Int64] = [:]
        for row in try reader.rows(BusQuery.cursors) {
            guard let lane = Lane(try row.get("lane")), let stream = Stream(rawValue: try row.get("stream")),
                let producer = ServiceName(rawValue: try row.get("producer")),
                let origin = UInt32(exactly: try row.get("origin", as: Int64.self))
            else { continue }
            let source = Source(producer: producer, origin: Origin(origin), stream: stream)
            cursors[Track(source, lane)] = try row.get("sequence")
        }
        return cursors
    }
}
