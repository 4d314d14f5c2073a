import Contracts

/// A broadcast on the wire.
struct BroadcastMessage: Sendable {
    let service: ServiceName
    /// What it is: `presence`.
    let name: String
    /// JSON.
    let payload: [UInt8]

    var header: [UInt8] {
        var header = HeaderWriter(.broadcast)
        header.field(service.rawValue)
        header.field(name)
        return header.bytes
    }
}

extension BroadcastMessage {
    /// - Parameter reader: behind the kind.
    init(_ reader: inout HeaderReader, payload: [UInt8]) throws(WireError) {
        service = try reader.word(ServiceName.self)
        name = try reader.text()
        self.payload = payload
    }
}
