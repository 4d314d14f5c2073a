import Contracts
import WebSocket

/// The sockets of one view that have been sent all until now: what comes is framed once for all of them.
struct LiveLog: Sendable {
    private let log = WebSocketLog()
    private var sockets: [Int: WebSocketConnection] = [:]
    /// The listeners of a person: what is for one person alone goes to their sockets, between what goes to all.
    private var people: [StaffID: Set<Int>] = [:]

    /// A run of frames is no longer than that by much, in bytes: so much waits at most before a socket that must be
    /// closed can be told so.
    private static let run = 64 * 1024

    var isEmpty: Bool { sockets.isEmpty }
    var count: Int { sockets.count }

    /// Waits until most have been sent what there is.
    func taken() async { await log.taken() }

    mutating func join(_ listener: LiveListener, _ socket: WebSocketConnection) {
        sockets[listener.id] = socket
        if let person = listener.view.staff { people[person, default: []].insert(listener.id) }
        socket.follow(log)
    }

    mutating func leave(_ listener: LiveListener) {
        sockets[listener.id] = nil
        guard let person = listener.view.staff else { return }
        people[person]?.remove(listener.id)
        if people[person]?.isEmpty == true { people[person] = nil }
    }

    func close() {
        for socket in sockets.values { socket.close(.goingAway, "the feed is another one now; connect again") }
    }

    func append(_ text: LiveText, _ view: LiveView) {
        log.append(WebSocketFrames(text: text.bytes(in: view)))
    }

    /// - Parameter view: of all its sockets, without whose they are.
    func append(_ frames: [LiveFrame], _ view: LiveView) {
        var run = WebSocketFrames()
        func flush() {
            log.append(run)
            run = WebSocketFrames()
        }
        for frame in frames {
            if frame.type?.isPersonal == true {
                guard frame.workspace == view.workspace, let own = frame.staff.flatMap({ people[$0] }) else { continue }
                flush()
                let text = WebSocketFrames(text: frame.whole.bytes(in: view))
                for id in own { sockets[id]?.send(text) }
            } else if let text = view.text(of: frame) {
                run.append(text: text.bytes(in: view))
                if run.bytes.count >= Self.run { flush() }
            }
        }
        flush()
    }
}
