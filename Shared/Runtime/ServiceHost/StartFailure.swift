import Bus
import Crypto
import HTTPServer
import Runtime
import Store

/// Errors that starting again does not mend: a person must change the configuration.
enum StartFailure {
    /// A sentence for each problem; none when it is a failure of another kind.
    static func sentences(_ error: any Error) -> [String] {
        switch error {
        case let error as ConfigurationError: error.problems
        case let error as FolderError: ["\(error.description) MYNAH_DATA names it."]
        case let error as CryptoError: [error.description]
        case let error as HTTPServerError: [error.description]
        case let error as BusError: [error.description]
        case let error as StoreError: sentence(error).map { ["The store cannot be used: \($0)."] } ?? []
        default: []
        }
    }

    private static func sentence(_ error: StoreError) -> String? {
        switch error {
        case .engine, .argument, .newerSchema, .migrationChanged, .migrationOrder: error.description
        case .constraint, .unavailable, .outcomeUnknown, .column, .unknownStatement, .closed: nil
        }
    }
}
