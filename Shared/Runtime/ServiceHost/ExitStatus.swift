/// How a process ends.
package enum ExitStatus: Int32, Sendable {
    /// After SIGTERM or SIGINT, or `--help`.
    case stopped = 0
    case failed = 1
    /// `EX_USAGE` of sysexits.h: an argument it does not know.
    case usage = 64
    /// `EX_CONFIG` of sysexits.h: starting again does not mend it.
    case configuration = 78
}
