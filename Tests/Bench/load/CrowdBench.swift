import Foundation
import Glibc
import Synchronization
import TestPeers

/// Thousands of browsers on one gateway, while webhooks come in at a steady rate: whether any of them misses anything,
/// what each costs in memory, and what becomes of one that stops reading.
struct CrowdBench {
    let live: LiveBench
    let clients: Int
    /// Of the gateway, to look up its memory.
    let gateway: Int

    func run() async throws {
        Self.raiseLimit()
        guard let port = live.address.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw BenchError("\(live.address) has no port")
        }
        let before = memory
        let began = ContinuousClock.now
        var crowd: [WatchingClient] = []
        for _ in 0..<clients { crowd.append(try WatchingClient(port: port, token: live.token)) }
        var silent = try WatchingClient(port: port, token: live.token)
        let idle = memory
        print("\(clients) clients connected in \(ContinuousClock.now - began);")
        print("gateway \(before) kB before, \(idle) kB with them: \((idle - before) / clients) kB per client")
        let posting = ContinuousClock.now
        let isOver = Atomic(false)
        async let posted: Void = {
            defer { isOver.store(true, ordering: .relaxed) }
            try await live.post(live.rate * live.seconds)
        }()
        var peak = idle
        crowd = watch(crowd, until: isOver) { peak = max(peak, memory) }
        try await posted
        report(crowd, posting: posting, peak: peak)
        try follow(&silent, port: port, to: crowd.map(\.sequence).max() ?? 0)
    }

    /// Reads all that comes, until it is over and nothing has come for two seconds.
    private func watch(
        _ crowd: [WatchingClient],
        until isOver: borrowing Atomic<Bool>,
        _ everySecond: () -> Void
    ) -> [WatchingClient] {
        var crowd = crowd
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var sockets = crowd.map { pollfd(fd: $0.socket.raw, events: Int16(POLLIN), revents: 0) }
        var (heard, looked) = (ContinuousClock.now, ContinuousClock.now)
        while !isOver.load(ordering: .relaxed) || .now - heard < .seconds(2) {
            if poll(&sockets, nfds_t(sockets.count), 100) > 0 {
                heard = .now
                for index in sockets.indices where sockets[index].revents != 0 {
                    crowd[index].read(buffer)
                    if crowd[index].closed != nil { sockets[index].fd = -1 }
                }
            }
            guard .now - looked > .seconds(1) else { continue }
            looked = .now
            everySecond()
        }
        return crowd
    }

    private func report(_ crowd: [WatchingClient], posting: ContinuousClock.Instant, peak: Int) {
        let last = crowd.map(\.sequence).max() ?? 0
        let frames = crowd.reduce(0) { $0 + $1.frames }
        let missed = crowd.reduce(0) { $0 + $1.missed + (last - $1.sequence) }
        let closed = crowd.filter { $0.closed != nil }.count
        let seconds = Double((ContinuousClock.now - posting).components.seconds)
        print(
            "\(live.rate * live.seconds) webhooks at \(live.rate)/s became \(frames / max(clients, 1)) frames a client,"
        )
        print("\(frames) in all, \(Int(Double(frames) / seconds))/s; missed: \(missed); closed: \(closed)")
        print("gateway at most \(peak) kB")
    }

    /// The one that did not read: it is closed with 1013, comes back with its cursor, and has missed nothing.
    private func follow(_ silent: inout WatchingClient, port: Int, to last: Int64) throws {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        let limit = ContinuousClock.now + .seconds(60)
        func read(_ client: inout WatchingClient) {
            var socket = [pollfd(fd: client.socket.raw, events: Int16(POLLIN), revents: 0)]
            if poll(&socket, 1, 100) > 0 { client.read(buffer) }
        }
        while silent.closed == nil, silent.sequence < last, .now < limit { read(&silent) }
        let (code, place) = (silent.closed, silent.sequence)
        var missed = silent.missed
        if code != nil {
            var back = try WatchingClient(port: port, token: live.token, after: place)
            while back.sequence < last, back.closed == nil, .now < limit { read(&back) }
            missed += back.missed + last - back.sequence
        }
        print(
            "the one that did not read: closed with \(code ?? 0) at \(place) of \(last), came back, missed: \(missed)"
        )
    }

    /// Resident, in kB.
    private var memory: Int {
        let status = (try? String(contentsOfFile: "/proc/\(gateway)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    private static func raiseLimit() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
