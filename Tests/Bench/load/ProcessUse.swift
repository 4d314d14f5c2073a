import Foundation
import Glibc

/// What a process has used, as the kernel tells it.
struct ProcessUse {
    let process: Int

    /// Resident, in kB; 0 when there is no such process.
    var memory: Int {
        let line = text("status").split(separator: "\n").first { $0.hasPrefix("VmRSS") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    }

    /// Time on all cores until now, in seconds.
    var time: Double {
        // Behind the name, which may have spaces in it: state is the third field, user and system time 14 and 15.
        let fields = text("stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func text(_ name: String) -> String {
        (try? String(contentsOfFile: "/proc/\(process)/\(name)", encoding: .utf8)) ?? ""
    }
}
