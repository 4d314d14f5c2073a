/// A long-lived part of a process.
package protocol Service: Sendable {
    /// For logs: `bus`, `http`.
    var name: String { get }
    /// Runs until its task is cancelled, then cleans up and returns or throws `CancellationError`. Returning earlier is
    /// an error that stops the process.
    func run() async throws
}

/// A service that returned although nobody had stopped it.
package struct EndedEarly: Error, Hashable, CustomStringConvertible {
    package let service: String

    package var description: String { "The part “\(service)” ended by itself." }
}

/// A closure as a service.
package struct ServiceTask: Service {
    package let name: String
    private let work: @Sendable () async throws -> Void

    package init(_ name: String, _ work: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.work = work
    }

    package func run() async throws {
        try await work()
    }
}
