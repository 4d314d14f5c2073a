import Contracts
import Foundation
import Store

/// How a system under test is made.
struct Setup: Sendable {
    var engine = StoreEngine.sqlite
    /// Of the simulator: see its `--help`.
    var simulator = ["--engine", "GOWS", "--auto-working", "--speed", "20"]
    /// Of all services.
    var environment: [String: String] = [:]
    /// Instances that start.
    var instances = Instance.one
    /// Whether webhooks are signed and checked.
    var webhookSecret: String? = "e2e-secret"

    init(_ engine: StoreEngine = .sqlite) { self.engine = engine }

    static let adminEmail = "admin@mynah.test"
    static let adminPassword = "correct horse battery"
    static let wahaKey = "waha-key-that-nobody-may-see"

    /// Where the executables are.
    static var binaries: String {
        let given = ProcessInfo.processInfo.environment["MYNAH_TEST_BINARIES"] ?? ".build/debug"
        return given.hasPrefix("/") ? given : FileManager.default.currentDirectoryPath + "/" + given
    }
}

/// One process of a service.
struct Instance: Hashable, Sendable, CustomStringConvertible {
    let service: ServiceName
    /// 1 for the first.
    let number: Int

    init(_ service: ServiceName, _ number: Int = 1) {
        self.service = service
        self.number = number
    }

    var description: String { number == 1 ? service.rawValue : "\(service.rawValue)-\(number)" }

    /// One of each service.
    static let one = ServiceName.allCases.map { Instance($0) }

    static let gateway = Instance(.gateway)
    static let conversations = Instance(.conversations)
    static let enrichment = Instance(.enrichment)
    static let campaigns = Instance(.campaigns)
    static let media = Instance(.media)
}
