import Contracts
import Foundation
import JSON
import Testing

/// Starting and stopping.
@Suite(.serialized, .timeLimit(.minutes(5))) struct StartTests {
    @Test(arguments: ServiceName.allCases)
    func `refuses what it cannot run with, in a sentence`(service: ServiceName) async throws {
        var setup = Setup()
        setup.instances = []
        try await System.run(setup) { system in
            let wrong: [(name: String, value: String)] = [
                ("MYNAH_OPS_PORT", "seventy"), ("MYNAH_STORE", "mysql://x"), ("MYNAH_DATA", "/proc/mynah"),
            ]
            for (name, value) in wrong {
                let (end, words) = try await refusal(system, service, [name: value])
                #expect(end == .exited(78), "\(name)=\(value): \(words)")
                #expect(words.contains(name) || words.contains(value))
            }
            let taken = system.wahaPort
            let (end, words) = try await refusal(system, service, ["MYNAH_OPS_PORT": "\(taken)"])
            #expect(end == .exited(78) && words.contains("\(taken)"), "\(words)")
        }
    }

    @Test func `a port for clients that is in use stops the gateway and media`() async throws {
        var setup = Setup()
        setup.instances = []
        try await System.run(setup) { system in
            let wanted: [(ServiceName, String)] = [(.gateway, "MYNAH_HTTP_PORT"), (.media, "MYNAH_MEDIA_PORT")]
            for (service, name) in wanted {
                let (end, words) = try await refusal(system, service, [name: "\(system.wahaPort)"])
                #expect(end == .exited(78) && words.contains("\(system.wahaPort)"), "\(words)")
            }
        }
    }

    /// Runs a service with one thing wrong.
    private func refusal(
        _ system: System,
        _ service: ServiceName,
        _ variables: [String: String]
    ) async throws -> (SpawnedProcess.End, String) {
        var start = ProcessStart("\(Setup.binaries)/\(service.rawValue)")
        start.environment = system.environment(of: Instance(service)).merging(variables) { $1 }
        start.errors = system.folder + "/logs/refusal-\(UInt32.random(in: 0...(.max)))"
        let process = try system.group.spawn(start)
        let end = try await ended(process, within: .seconds(15))
        return (end, (try? String(contentsOfFile: start.errors ?? "", encoding: .utf8)) ?? "")
    }

    /// How a process ends by itself.
    private func ended(_ process: SpawnedProcess, within limit: Duration) async throws -> SpawnedProcess.End {
        _ = try await eventually("it ends", within: limit) { process.isRunning ? nil : true }
        return await process.end
    }

    @Test func `starts in no time and ends within ten seconds of SIGTERM`() async throws {
        try await System.run { system in
            let api = try await system.signIn()
            for index in 0..<20 {
                try await system.waha.receive(from: "6012345\(1000 + index)", ["text": "Hello \(index)"])
                _ = try await api.sendText("Hi \(index)", to: "6012345\(1000 + index)")
            }
            var lines: [String] = []
            for instance in Instance.one {
                let (end, after) = try await system.stop(instance)
                #expect(end == .exited(0), "\(instance): \(system.lastWords(instance))")
                #expect(after < .seconds(10))
                try system.start(instance)
                let ready = try await system.awaitReady(instance)
                #expect(ready < .seconds(10))
                lines.append("\(instance): stopped after \(after.seconds) s, ready after \(ready.seconds) s")
            }
            print(lines.joined(separator: "\n"))
            let total = try await eventually("everything is still there") {
                let totals = try await api.conversations().totals
                return totals["conversations"].int == 20 && totals["unread"].int == 20 ? totals : nil
            }
            #expect(total["conversations"].int == 20)
        }
    }
}

extension Duration {
    /// In seconds, to the hundredth.
    var seconds: Double { (Double(milliseconds) / 10).rounded() / 100 }
}
