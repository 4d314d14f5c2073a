import Contracts
import Glibc

/// What the kernel knows of this process, under Prometheus' usual names.
package enum ProcessMetrics {
    package static func register(in metrics: Metrics, started: WallClock = .system) {
        let start = Double(started.now().milliseconds) / 1000
        metrics.gauge("process_start_time_seconds", help: "When the process started, since 1970.") { start }
        metrics.gauge("process_resident_memory_bytes", help: "Resident memory.") { residentMemory() }
        metrics.gauge("process_cpu_seconds_total", help: "Processor time used.") { processorTime() }
    }

    /// In bytes; 0 when the kernel does not tell.
    package static func residentMemory() -> Double {
        let pages = memoryFields()
        return pages.count > 1 ? Double(pages[1] * sysconf(Int32(_SC_PAGESIZE))) : 0
    }

    /// In pages: all that is mapped, what of it is resident, what of that files and other processes share, and more.
    /// - Source: proc_pid_statm(5).
    static func memoryFields() -> [Int] {
        guard let file = fopen("/proc/self/statm", "re") else { return [] }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return [] }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split { $0.isWhitespace }.compactMap { Int($0) }
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
