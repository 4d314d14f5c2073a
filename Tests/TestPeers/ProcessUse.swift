import Foundation
import Glibc

/// What a process has used, as the kernel tells it.
/// - Source: proc_pid_status(5), proc_pid_stat(5).
package struct ProcessUse: Sendable {
    private let process: Int

    package init(process: Int) {
        self.process = process
    }

    /// Resident, in kB; 0 when there is no such process.
    package var memory: Int { status("VmRSS:") }

    /// The most that was resident since it began or the peak was forgotten, in kB; 0 when there is no such process.
    package var peakMemory: Int { status("VmHWM:") }

    /// Makes what is resident now the peak.
    /// - Throws: when the process is not ours.
    /// - Source: proc(5), clear_refs.
    package func forgetPeak() throws {
        try "5".write(toFile: "/proc/\(process)/clear_refs", atomically: false, encoding: .utf8)
    }

    /// Time on all cores until now, in seconds.
    package var time: Double {
        // Behind the name, which may have spaces in it: state is the third field, user and system time 14 and 15.
        let fields = text("stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func status(_ name: String) -> Int {
        let line = text("status").split(separator: "\n").first { $0.hasPrefix(name) }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
    }

    private func text(_ name: String) -> String {
        (try? String(contentsOfFile: "/proc/\(process)/\(name)", encoding: .utf8)) ?? ""
    }
}
