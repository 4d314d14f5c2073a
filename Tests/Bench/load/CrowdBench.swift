import Foundation
import Glibc
import Synchronization
import TestPeers

/// Thousands of browsers on one gateway, while webhooks come in at a steady rate: whether any of them misses anything,
/// what each costs in memory, and what becomes of one that stops reading.
struct CrowdBench {
    let live: LiveBench
    let clients: Int
    let gateway: ProcessUse

    private let own = ProcessUse(process: Int(getpid()))

    init(live: LiveBench, clients: Int, gateway: Int) {
        self.live = live
        self.clients = clients
        self.gateway = ProcessUse(process: gateway)
    }

    func run() async throws {
        Self.raiseLimit()
        guard let port = live.address.split(separator: ":").last.flatMap({ Int($0) }) else {
            throw BenchError("\(live.address) has no port")
        }
        let (before, began) = (gateway.memory, ContinuousClock.now)
        var crowd = Crowd(try (0..<clients).map { _ in try WatchingClient(port: port, token: live.token) })
        let silent = try WatchingClient(port: port, token: live.token)
        print("\(clients) clients connected in \(ContinuousClock.now - began)")
        let idle = gateway.memory
        print("gateway \(before) kB before, \(idle) kB with them: \((idle - before) / clients) kB per client")
        let isOver = Atomic(false)
        async let posted: Void = {
            defer { isOver.store(true, ordering: .relaxed) }
            try await live.post(live.rate * live.seconds)
        }()
        let run = watch(&crowd, until: isOver)
        try await posted
        let last = crowd.clients.map(\.sequence).max() ?? 0
        let missed = report(crowd, run, last, before)
        guard try follow(silent, port: port, to: last) + missed == 0 else { throw BenchError("events were missed") }
    }

    /// What was seen from the first webhook until all was quiet.
    private struct Run {
        var seconds = 0.0
        /// Of processor time, in seconds.
        var gateway = 0.0
        var own = 0.0
        /// Of the gateway's memory, in kB.
        var peak = 0
        /// From webhook to one of the clients, in milliseconds.
        var latencies: [Double] = []
    }

    /// Reads all that comes, until it is over and nothing has come for two seconds.
    private func watch(_ crowd: inout Crowd, until isOver: borrowing Atomic<Bool>) -> Run {
        var run = Run()
        let (began, used, usedHere) = (ContinuousClock.now, gateway.time, own.time)
        var (heard, looked) = (began, began)
        while !isOver.load(ordering: .relaxed) || .now - heard < .seconds(2) {
            if crowd.read({ run.latencies += LiveBench.latencies(in: $0) }) { heard = .now }
            guard .now - looked > .seconds(1) else { continue }
            looked = .now
            run.peak = max(run.peak, gateway.memory)
        }
        run.seconds = (heard - began) / .seconds(1)
        (run.gateway, run.own) = (gateway.time - used, own.time - usedHere)
        return run
    }

    /// - Returns: how many were missed.
    private func report(_ crowd: borrowing Crowd, _ run: Run, _ last: Int64, _ before: Int) -> Int64 {
        let (crowd, sorted) = (crowd.clients, run.latencies.sorted())
        let frames = crowd.reduce(0) { $0 + $1.frames }
        let bytes = crowd.reduce(0) { $0 + $1.received }
        let missed = crowd.reduce(0) { $0 + $1.missed + (last - $1.sequence) }
        let closed = crowd.filter { $0.closed != nil }.count
        let part = { (share: Double) in sorted.isEmpty ? 0 : sorted[Int(Double(sorted.count - 1) * share)] }
        let cores = { (time: Double) in String(format: "%.2f", time / run.seconds) }
        print("\(live.rate * live.seconds) webhooks at \(live.rate)/s became \(frames / clients) events a client")
        print("\(frames) deliveries, \(bytes >> 20) MB: \(Int(Double(frames) / run.seconds))/s, missed: \(missed),")
        print("closed: \(closed); webhook to client: p50 \(Int(part(0.5))) ms, p99 \(Int(part(0.99))) ms")
        print("cores: gateway \(cores(run.gateway)), generator \(cores(run.own))")
        print("gateway at most \(run.peak) kB: \((run.peak - before) / clients) kB per client")
        return missed
    }

    /// The one that did not read: it is closed with 1013, comes back with its cursor, and has missed nothing.
    /// - Returns: how many it has missed.
    private func follow(_ silent: WatchingClient, port: Int, to last: Int64) throws -> Int64 {
        let limit = ContinuousClock.now + .seconds(60)
        func read(_ client: WatchingClient) -> WatchingClient {
            var crowd = Crowd([client])
            while crowd.clients[0].closed == nil, crowd.clients[0].sequence < last, .now < limit {
                _ = crowd.read { _ in }
            }
            return crowd.clients[0]
        }
        let silent = read(silent)
        var missed = silent.missed
        if silent.closed != nil {
            let back = read(try WatchingClient(port: port, token: live.token, after: silent))
            missed += back.missed + last - back.sequence
        }
        print("the one that did not read: closed with \(silent.closed ?? 0) at \(silent.sequence) of \(last),")
        print("came back, missed: \(missed)")
        return missed
    }

    private static func raiseLimit() {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
