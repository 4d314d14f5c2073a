import Contracts
import Foundation
import HTTPClient
import JSON

/// Starting, killing and asking one process of the system.
extension System {
    func start(_ instance: Instance) throws {
        var start = ProcessStart("\(Setup.binaries)/\(instance.service.rawValue)")
        start.environment = environment(of: instance)
        start.errors = logFile(of: instance)
        start.output = folder + "/logs/\(instance).out"
        let process = try group.spawn(start)
        keep(process, as: instance)
    }

    /// Waits until `/readyz` says so.
    /// - Returns: how long that took.
    @discardableResult
    func awaitReady(_ instance: Instance, within limit: Duration = .seconds(30)) async throws -> Duration {
        let start = ContinuousClock.now
        let url = opsURL(of: instance) + "/readyz"
        _ = try await eventually("\(instance) is ready", within: limit, every: .milliseconds(5)) {
            guard process(instance)?.isRunning == true else {
                throw Hopeless("\(instance) has ended: \(lastWords(instance))")
            }
            let answer = try await client.send(HTTPClientRequest("GET", url, timeout: .seconds(2)))
            return answer.status == 200 ? true : nil
        }
        return .now - start
    }

    /// Ends a process at once, without a word to it.
    func kill(_ instance: Instance) async throws {
        guard let process = forget(instance) else { throw Unfit("\(instance) does not run") }
        process.signal(SIGKILL)
        let end = await process.end
        guard end == .killed(signal: SIGKILL) else { throw Unfit("\(instance) had ended by itself: \(end)") }
    }

    /// Asks a process to end.
    /// - Returns: how it ended, and after how long.
    func stop(_ instance: Instance) async throws -> (end: SpawnedProcess.End, after: Duration) {
        guard let process = forget(instance) else { throw Unfit("\(instance) does not run") }
        let start = ContinuousClock.now
        process.signal(SIGTERM)
        return await (process.end, .now - start)
    }

    func restart(_ instance: Instance) async throws {
        try await kill(instance)
        try start(instance)
        try await awaitReady(instance)
    }

    /// Starts the simulator and waits until its session works.
    func startSimulator() async throws {
        var arguments = setup.simulator
        arguments += ["--port", "\(wahaPort)", "--api-key", Setup.wahaKey, "--session", "default"]
        arguments += ["--webhook", webhookURL, "--webhook-retries-policy", "constant"]
        arguments += ["--webhook-retries-delay", "1", "--webhook-retries-attempts", "10000"]
        if let secret = setup.webhookSecret { arguments += ["--webhook-secret", secret] }
        var start = ProcessStart("\(Setup.binaries)/waha-simulator", arguments)
        (start.errors, start.output) = (folder + "/logs/waha.log", folder + "/logs/waha.out")
        let process = try group.spawn(start)
        let waha = waha
        _ = try await eventually("the simulator works") {
            guard process.isRunning else { throw Hopeless("the simulator has ended") }
            return try await waha.state()["sessions"][0]["status"].string == "WORKING" ? true : nil
        }
    }

    func logFile(of instance: Instance) -> String { folder + "/logs/\(instance).log" }

    func log(of instance: Instance) -> String {
        (try? String(contentsOfFile: logFile(of: instance), encoding: .utf8)) ?? ""
    }

    /// The last lines that a process has logged.
    func lastWords(_ instance: Instance, lines: Int = 3) -> String {
        log(of: instance).split(separator: "\n").suffix(lines).joined(separator: "\n")
    }

    /// What the services said that was more than a note, for whoever looks into a failure.
    func showLogs() {
        for instance in setup.instances {
            let lines = log(of: instance).split(separator: "\n").filter { !$0.contains(#""level":"info""#) }
            for line in lines.suffix(15) { print("[\(instance)] \(line)") }
        }
    }
}
