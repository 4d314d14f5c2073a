import Contracts

/// A question or a command on the wire.
struct RequestMessage: Sendable {
    /// The same for each retry.
    let id: String
    /// Who waits for the reply.
    let sender: InstanceID
    let service: ServiceName
    /// The lane of its key; nil when any instance may answer.
    let lane: Lane?
    /// `conversations.list`.
    let name: String
    let workspace: WorkspaceID
    /// Past it nobody waits any more.
    let deadline: Timestamp
    /// A `traceparent`, or empty.
    let trace: String
    /// JSON.
    let payload: [UInt8]

    var header: [UInt8] {
        var header = HeaderWriter(.request)
        header.field(id)
        header.field(sender.text)
        header.field(service.rawValue)
        if let lane { header.field(Int64(lane.number)) } else { header.field(Self.anyLane) }
        header.field(name)
        header.field(workspace.text)
        header.field(deadline.milliseconds)
        header.field(trace)
        return header.bytes
    }

    private static let anyLane = "-"
}

extension RequestMessage {
    /// - Parameter reader: behind the kind.
    init(_ reader: inout HeaderReader, payload: [UInt8]) throws(WireError) {
        id = try reader.text()
        guard (1...128).contains(id.utf8.count) else { throw .malformed }
        sender = try reader.instance()
        service = try reader.word(ServiceName.self)
        let key = try reader.text()
        lane = key == Self.anyLane ? nil : Int(key).flatMap(Lane.init)
        guard key == Self.anyLane || lane != nil else { throw .malformed }
        name = try reader.text()
        workspace = try reader.workspace()
        deadline = Timestamp(milliseconds: try reader.number())
        trace = try reader.text()
        self.payload = payload
    }
}
