import Bus
import Contracts
import FoundationEssentials
import Runtime

/// Sends a request and waits for the reply.
struct Ask {
    struct Question: Equatable {
        let kind: RequestKind
        let json: String
        let workspace: WorkspaceID
        let within: Duration
    }

    /// Between two tries: the answerer does the work once.
    private static let retry: Duration = .milliseconds(300)

    let question: Question
    private let id: String
    private let key: String?

    /// - Throws: ``UsageError`` when the JSON is no such request.
    init(_ question: Question, clock: WallClock = .system) throws(UsageError) {
        self.question = question
        id = UUIDv7.make(at: clock.now())
        do {
            key = try question.kind.laneKey(question.json)
        } catch {
            throw UsageError("This is no \(question.kind.name): \(error)")
        }
    }

    /// - Returns: whether the request was done; else the output is a problem, or says that nobody answered.
    func run(on member: Member, clock: WallClock = .system, stop: StopSignal, output: (String) -> Void) -> Bool {
        let deadline = clock.now() + question.within
        var peers = HeardPeers()
        var nextTry = ContinuousClock.now
        while !stop.isRaised, clock.now() < deadline {
            if nextTry <= .now, let lane = lane(peers) {
                member.send(request(from: member.instance, lane: lane, deadline: deadline))
                nextTry = .now + Self.retry
            }
            guard let message = member.receive() else { continue }
            peers.hear(message)
            guard message.kind == "reply", message[0] == id else { continue }
            output(String(decoding: message.payload, as: UTF8.self))
            return message[1] == "done"
        }
        output("\(question.kind.service.rawValue) did not answer \(question.kind.name) within \(question.within).")
        return false
    }

    /// Nil when no instance of the service has been heard.
    private func lane(_ peers: HeardPeers) -> Lane? {
        guard let any = peers.lane(of: question.kind.service) else { return nil }
        return key.map { Lane(key: $0) } ?? any
    }

    private func request(from instance: InstanceID, lane: Lane, deadline: Timestamp) -> WireMessage {
        .request(
            id,
            question.kind.name,
            to: question.kind.service,
            lane: lane,
            isKeyed: key != nil,
            from: instance,
            workspace: question.workspace,
            deadline: deadline,
            payload: Array(question.json.utf8)
        )
    }
}
