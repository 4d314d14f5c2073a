import Bus
import Contracts

extension WireMessage {
    /// - Parameters:
    ///   - lane: one that the service holds: the one of the key, or any.
    ///   - isKeyed: whether it must be answered in this lane.
    static func request(
        _ id: String,
        _ name: String,
        to service: ServiceName,
        lane: Lane,
        isKeyed: Bool,
        from instance: InstanceID,
        workspace: WorkspaceID,
        deadline: Timestamp,
        payload: [UInt8]
    ) -> WireMessage {
        WireMessage(
            topic: "request.\(service.rawValue).\(lane.number < 10 ? "0" : "")\(lane.number).",
            fields: [
                "1", "request", id, instance.text, service.rawValue, isKeyed ? "\(lane.number)" : "-", name,
                workspace.text, "\(deadline.milliseconds)", "",
            ],
            payload: payload
        )
    }
}
