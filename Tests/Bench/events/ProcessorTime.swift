import Glibc

/// Processor time of this process so far: less than wall time says about a busy machine, and so more to rely on there.
func processorTime() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

func microseconds(_ duration: Duration, per count: Int) -> String {
    "\(Double(Int(duration / .microseconds(1) / Double(count) * 10)) / 10) µs"
}
