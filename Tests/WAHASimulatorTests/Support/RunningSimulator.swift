import Contracts
import HTTPClient
import Runtime

@testable import waha_simulator

/// A simulator on loopback, for the time of one test.
struct RunningSimulator: Sendable {
    let url: String
    let simulator: Simulator
    let client: HTTPClient
    var apiKey: String?

    struct Reply: Sendable {
        var status: Int
        var body: Body
        var bytes: [UInt8]
        var type: String
    }

    func call(
        _ method: String,
        _ path: String,
        _ body: Body? = nil,
        headers: [(String, String)] = []
    ) async throws -> Reply {
        var headers = headers
        if let apiKey { headers.append(("X-Api-Key", apiKey)) }
        if body != nil { headers.append(("Content-Type", "application/json")) }
        let request = HTTPClientRequest(
            method,
            url + path,
            headers: headers,
            body: body.map { .bytes($0.bytes) } ?? .none,
            timeout: .seconds(20)
        )
        let response = try await client.send(request)
        return Reply(
            status: response.status,
            body: (try? Body(parsing: response.body)) ?? .absent,
            bytes: response.body,
            type: response.header("content-type") ?? ""
        )
    }

    /// Asks again and again until the answer is as wanted; the test's time limit ends it otherwise.
    func wait(_ path: String, until isRight: @Sendable (Body) -> Bool) async throws -> Body {
        while true {
            let body = try await call("GET", path).body
            if isRight(body) { return body }
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}

/// Runs a simulator with one session that works, unless the options say otherwise.
func withSimulator<Result: Sendable>(
    _ change: (inout Options) -> Void = { _ in },
    _ work: @escaping @Sendable (RunningSimulator) async throws -> Result
) async throws -> Result {
    var options = Options()
    options.sessionNames = ["default"]
    options.isSignedIn = true
    options.speed = 50
    change(&options)
    let process = try await SimulatorProcess(options, logger: .silent)
    let client = HTTPClient()
    let running = RunningSimulator(
        url: process.url,
        simulator: process.simulator,
        client: client,
        apiKey: options.apiKey
    )
    let isWorking = options.isSignedIn && !options.sessionNames.isEmpty
    return try await withServices(process.services) {
        if isWorking {
            _ = try await running.wait("/simulator") {
                $0["sessions"].items.allSatisfy { $0["status"].string == "WORKING" }
            }
        }
        return try await work(running)
    }
}

/// Runs services beside some work, and stops them after it.
func withServices<Result: Sendable>(
    _ services: [any Service],
    _ work: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        for service in services {
            group.addTask {
                do { try await service.run() } catch is CancellationError {}
                return nil
            }
        }
        group.addTask { try await work() }
        defer { group.cancelAll() }
        while let result = try await group.next() {
            if let result { return result }
        }
        throw CancellationError()
    }
}
