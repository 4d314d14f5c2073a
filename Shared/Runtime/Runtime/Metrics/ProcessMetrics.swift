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
        Double(memory().resident)
    }

    /// What is resident, and what of that files and other processes share, in bytes; 0 when the kernel does not tell.
    /// - Source: proc_pid_statm(5).
    static func memory() -> (resident: Int, shared: Int) {
        guard let file = fopen("/proc/self/statm", "re") else { return (0, 0) }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return (0, 0) }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let pages = text.split(separator: " ").prefix(3).compactMap { Int($0) }
        let page = sysconf(Int32(_SC_PAGESIZE))
        return pages.count == 3 ? (pages[1] * page, pages[2] * page) : (0, 0)
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
