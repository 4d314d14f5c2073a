/// How much a record matters. `error`: act now; `warning`: soon; `info`: life cycle; `debug`: each request.
package enum LogLevel: String, CaseIterable, Sendable, Comparable {
    case debug, info, warning, error, off

    package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        case .off: 4
        }
    }
}
