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
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
            separator: " "
        )
        guard fields.count > 1, let pages = Double(fields[1]) else { return 0 }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
