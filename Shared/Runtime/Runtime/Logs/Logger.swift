import Contracts

/// Writes one line of JSON per record: a constant message, and data as metadata.
///
/// A record below the level costs one comparison: its metadata is not even built.
package struct Logger: Sendable {
    package let level: LogLevel
    private let service: String
    private let clock: WallClock
    private let output: @Sendable (String) -> Void

    /// - Parameter output: takes a line without its end; by default standard error, see ``StandardError``.
    package init(
        service: String,
        level: LogLevel = .info,
        clock: WallClock = .system,
        output: @escaping @Sendable (String) -> Void = StandardError.write
    ) {
        self.service = service
        self.level = level
        self.clock = clock
        self.output = output
    }

    /// Says nothing: for tests.
    package static let silent = Logger(service: "", level: .off, output: { _ in })

    package func debug(_ message: StaticString, _ metadata: @autoclosure () -> [String: any LogValue] = [:]) {
        if level <= .debug { log(.debug, message, metadata()) }
    }

    package func info(_ message: StaticString, _ metadata: @autoclosure () -> [String: any LogValue] = [:]) {
        if level <= .info { log(.info, message, metadata()) }
    }

    package func warning(_ message: StaticString, _ metadata: @autoclosure () -> [String: any LogValue] = [:]) {
        if level <= .warning { log(.warning, message, metadata()) }
    }

    package func error(_ message: StaticString, _ metadata: @autoclosure () -> [String: any LogValue] = [:]) {
        if level <= .error { log(.error, message, metadata()) }
    }

    private func log(_ level: LogLevel, _ message: StaticString, _ metadata: [String: any LogValue]) {
        var line = LogLine()
        line.raw("{\"time\":\"\(clock.now().text)\",\"level\":\"\(level.rawValue)\",\"service\":")
        line.string(service)
        line.raw(",\"message\":")
        line.string(message.description)
        if let trace = Trace.current { line.raw(",\"trace\":\"\(trace.traceID)\"") }
        if !metadata.isEmpty { write(metadata, to: &line) }
        line.raw("}")
        output(line.text)
    }

    private func write(_ metadata: [String: any LogValue], to line: inout LogLine) {
        line.raw(",\"metadata\":{")
        for (index, (name, value)) in metadata.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { line.raw(",") }
            line.string(name)
            line.raw(":")
            value.write(to: &line)
        }
        line.raw("}")
    }
}
