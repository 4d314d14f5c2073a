import Contracts
import HTTPServer
import Runtime
import Synchronization

@testable import waha_simulator

/// A place that webhooks go to: it answers as told and remembers what came.
final class Receiver: Sendable {
    struct Arrival: Sendable {
        var headers: [(name: String, value: String)]
        var bytes: [UInt8]

        var body: Body { (try? Body(parsing: bytes)) ?? .absent }

        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    private let arrivals: Arrivals
    let server: HTTPServer

    /// - Parameter answer: the status for the nth arrival, counted from 1.
    init(_ answer: @escaping @Sendable (Int) -> Int = { _ in 200 }) throws {
        let arrived = Arrivals()
        var router = Router<Bool, Bool>(title: "Receiver", version: "1") { _, _ in true }
        router.raw(.post, "/hook", true, "", limit: 8 << 20) { request, _, _ in
            let arrival = Arrival(headers: request.headers, bytes: try await request.body.collect())
            return HTTPResponse(answer(arrived.add(arrival)))
        }
        arrivals = arrived
        server = try HTTPServer(
            host: "127.0.0.1",
            port: 0,
            routes: try router.build(),
            logger: .silent,
            metrics: Metrics()
        )
    }

    private final class Arrivals: Sendable {
        let state = Mutex<[Arrival]>([])

        func add(_ arrival: Arrival) -> Int {
            state.withLock { state in
                state.append(arrival)
                return state.count
            }
        }
    }

    var url: String { "http://127.0.0.1:\(server.port)/hook" }

    var all: [Arrival] { arrivals.state.withLock { $0 } }

    /// The bodies of one event, in the order they came.
    func bodies(_ event: String) -> [Body] {
        all.map(\.body).filter { $0["event"].string == event }
    }

    /// Waits until so many of an event have come.
    func wait(_ event: String, count: Int = 1) async throws -> [Body] {
        while true {
            let found = bodies(event)
            if found.count >= count { return found }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
