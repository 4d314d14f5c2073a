import Bus
import Crypto
import Runtime
import ServiceHost

/// One run of the tool.
struct Tool: Sendable {
    let environment: Environment
    let stop: StopSignal
    let output: @Sendable (String) -> Void
    let errors: @Sendable (String) -> Void

    /// Blocks until it is done: for a thread of its own.
    func run(_ arguments: [String]) -> ExitStatus {
        var reader = ConfigurationReader(environment)
        let folder = reader.string("MYNAH_DATA", default: "./var", help: "Where the services have their data.")
        let place = BusPlace(reading: &reader, folder: folder)
        let key = reader.secret("MYNAH_CLUSTER_KEY", help: "The secret of all services; else MYNAH_DATA/cluster.key.")
        let workspace = reader.optional("MYNAH_WORKSPACE", help: "The workspace of what is asked.")
        do {
            let command = try Command(arguments, defaultWorkspace: workspace)
            if case .help = command {
                output(HelpText.text(reader.variables))
                return .stopped
            }
            try reader.finish()
            if case .ipc(let folder) = place { try Folder.makeWritable(folder) }  // it may be there before the services
            return try run(command, place, try keys(place, key, folder)) ? .stopped : .failed
        } catch let error as UsageError {
            errors("bus-tool: \(error.description)\nbus-tool --help tells what there is.")
            return .usage
        } catch {
            errors("bus-tool: \(error)")
            return .configuration
        }
    }

    /// - Returns: whether it came to a good end.
    private func run(_ command: Command, _ place: BusPlace, _ keys: CurveKeyPair?) throws -> Bool {
        let member = { (prefixes: [String]) in try Member(place, keys: keys, prefixes: prefixes) }
        switch command {
        case .help: break
        case .tap(let prefix): Tap().run(on: try member([prefix]), stop: stop, output: output)
        case .ask(let question):
            let ask = try Ask(question)
            return ask.run(on: try member(["beat."]), stop: stop, output: output)
        case .replay(let extent):
            return Replay(extent: extent).run(on: try member(["beat."]), stop: stop, output: output)
        }
        return true
    }

    /// Only links over the network are encrypted.
    private func keys(_ place: BusPlace, _ key: String?, _ folder: String) throws -> CurveKeyPair? {
        guard case .tcp = place else { return nil }
        let cluster =
            if let key { try ClusterKey(hex: key, source: "MYNAH_CLUSTER_KEY") } else {
                try ClusterKey(file: folder + "/cluster.key")
            }
        return cluster.curveKeyPair("bus")
    }
}
