import Contracts
import Crypto
import Glibc
import Runtime

/// The parts of `compose/bench` that no ready-made tool measures. Each prints one number.
let usage = """
    load-bench requests COUNT SECRET FILE      writes signed webhooks as HTTP requests, for a load generator to send
    load-bench sign FOLDER WORKSPACE MEDIA     a signed path of the media service
    load-bench live ADDRESS TOKEN SECRET RATE SECONDS   webhook to WebSocket: p50 and p99 in milliseconds
    load-bench crowd ADDRESS TOKEN SECRET RATE SECONDS CLIENTS PID   many WebSockets on the gateway with that process id
    """

do {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.count) {
    case ("requests", 4): try SignedRequests(count: number(arguments[1]), secret: arguments[2]).write(to: arguments[3])
    case ("sign", 4):
        let key = try ClusterKey(file: arguments[1] + "/cluster.key")
        let path = MediaDataPlane.path(workspace: try WorkspaceID(arguments[2]), media: try MediaID(arguments[3]))
        let signer = SignedURL(key: key.derive(MediaDataPlane.key))
        print(signer.sign("GET", path, until: WallClock.system.now() + .seconds(3600)))
    case ("live", 6):
        let bench = LiveBench(
            address: arguments[1],
            token: arguments[2],
            secret: arguments[3],
            rate: try number(arguments[4]),
            seconds: try number(arguments[5])
        )
        print(try await bench.run())
    case ("crowd", 8):
        let live = LiveBench(
            address: arguments[1],
            token: arguments[2],
            secret: arguments[3],
            rate: try number(arguments[4]),
            seconds: try number(arguments[5])
        )
        try await CrowdBench(live: live, clients: number(arguments[6]), gateway: number(arguments[7])).run()
    default:
        print(usage)
        exit(64)
    }
} catch {
    StandardError.write("load-bench: \(error)")
    exit(1)
}

func number(_ text: String) throws -> Int {
    guard let number = Int(text), number > 0 else { throw BenchError("\(text) is not a positive number") }
    return number
}
