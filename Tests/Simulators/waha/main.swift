import FoundationEssentials
import Glibc
import Runtime

// An executable stand-in for WAHA: see --help.

do {
    let line = try CommandLineOptions(Array(CommandLine.arguments.dropFirst()))
    let variables = ProcessInfo.processInfo.environment.merging(line.values) { _, option in option }
    var reader = ConfigurationReader(Environment(variables))
    if line.wantsHelp {
        _ = try? Options(reading: &reader)
        print(CommandLineOptions.help(reader.variables))
        exit(0)
    }
    let process = try await SimulatorProcess(try Options(reading: &reader))
    print("WAHA simulator at \(process.url)")
    fflush(nil)
    try await ServiceGroup(process.services, logger: Logger(service: "waha-simulator", level: .warning)).run()
} catch {
    StandardError.write("\(error)")
    exit(78)
}
