import CEpoll
import Glibc

/// The open WebSockets of a loop; it stays on the loop's thread.
struct WebSocketTable {
    private let epoll: Int32
    private let bell: Int32
    private var sessions: [UInt64: WebSocketSession] = [:]
    /// The sessions that follow a log.
    private var followers: [ObjectIdentifier: [UInt64: WebSocketSession]] = [:]
    /// Logs that have grown and were not taken yet by enough of those who follow, and how far they went, in bytes.
    private var growth: [ObjectIdentifier: (log: WebSocketLog, end: Int)] = [:]
    /// Many at once: those whose network takes more again are served as often as those whose network always does.
    private var events = [epoll_event](repeating: epoll_event(), count: 4096)
    private var ready = 0
    private var ticked = ContinuousClock.now
    private var isStopping = false
    private var ended = 0

    init(epoll: Int32, bell: Int32) {
        self.epoll = epoll
        self.bell = bell
        control(EPOLL_CTL_ADD, bell, id: 0, EPOLLIN.rawValue)
    }

    var isEmpty: Bool { sessions.isEmpty }

    /// Waits for something to do, at most a second.
    mutating func wait() {
        ready = Int(max(epoll_wait(epoll, &events, Int32(events.count), 1000), 0))
    }

    /// Does what there is to do.
    /// - Returns: how many connections have ended.
    mutating func turn(_ work: WebSocketLoop.Inbox) -> Int {
        ended = 0
        for arrival in work.arrivals { add(arrival) }
        for index in 0..<ready { handle(events[index]) }
        ready = 0
        for id in work.flagged { step(id) { $0.write() } }
        for (key, log) in work.grown {
            growth[key] = (log, log.end)
            flush(key)
        }
        if work.isStopping, !isStopping {
            isStopping = true
            for session in sessions.values { session.connection.close(.goingAway, "the service is stopping") }
        }
        let now = ContinuousClock.now
        if now - ticked >= .seconds(1) {
            ticked = now
            for id in Array(sessions.keys) { step(id) { $0.tick(now) } }
        }
        return ended
    }

    /// The logs that half of those who follow have been sent, at least, and how far: when most wait for the network, it
    /// is not they who are slow.
    mutating func taken() -> [(log: WebSocketLog, end: Int)] {
        let taken = growth.filter { key, _ in
            let sessions = (followers[key] ?? [:]).values
            return sessions.count { !$0.wantsWrite } * 2 >= sessions.count
        }
        for key in taken.keys { growth[key] = nil }
        return Array(taken.values)
    }

    private mutating func add(_ arrival: WebSocketLoop.Arrival) {
        let session = WebSocketSession(arrival)
        sessions[arrival.id] = session
        control(EPOLL_CTL_ADD, session.socket, id: arrival.id, EPOLLIN.rawValue)
        step(arrival.id) { $0.read() }  // what came early, and what was sent meanwhile
    }

    private mutating func handle(_ event: epoll_event) {
        guard event.data.u64 != 0 else {
            var count: eventfd_t = 0
            eventfd_read(bell, &count)
            return
        }
        let isReadable = event.events & (EPOLLIN.rawValue | EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0
        step(event.data.u64) { isReadable ? $0.read() : $0.write() }
    }

    /// Sends what a log has grown by. Where the kernel takes no more, it says itself when it does.
    private mutating func flush(_ log: ObjectIdentifier) {
        for (id, session) in followers[log] ?? [:] where !session.wantsWrite { step(id, session) { $0.write() } }
    }

    /// Lets a session do something, if it still is one.
    private mutating func step(_ id: UInt64, _ action: (WebSocketSession) -> Bool) {
        guard let session = sessions[id] else { return }
        step(id, session, action)
    }

    /// Lets a session do something; ends it when it is over.
    private mutating func step(_ id: UInt64, _ session: WebSocketSession, _ action: (WebSocketSession) -> Bool) {
        let (wantedWrite, followed) = (session.wantsWrite, session.log)
        let goesOn = action(session)
        if !goesOn || session.log !== followed { move(id, session, from: followed, to: goesOn ? session.log : nil) }
        guard goesOn else {
            sessions[id] = nil
            control(EPOLL_CTL_DEL, session.socket, id: id, 0)
            session.end()
            ended += 1
            return
        }
        guard session.wantsWrite != wantedWrite else { return }
        let interest = EPOLLIN.rawValue | (session.wantsWrite ? EPOLLOUT.rawValue : 0)
        control(EPOLL_CTL_MOD, session.socket, id: id, interest)
    }

    private mutating func move(
        _ id: UInt64,
        _ session: WebSocketSession,
        from old: WebSocketLog?,
        to new: WebSocketLog?
    ) {
        if let old {
            let key = ObjectIdentifier(old)
            followers[key]?[id] = nil
            if followers[key]?.isEmpty == true { followers[key] = nil }
        }
        if let new { followers[ObjectIdentifier(new), default: [:]][id] = session }
    }

    private func control(_ operation: Int32, _ socket: Int32, id: UInt64, _ interest: UInt32) {
        var event = epoll_event(events: interest, data: epoll_data_t(u64: id))
        epoll_ctl(epoll, operation, socket, &event)
    }
}
