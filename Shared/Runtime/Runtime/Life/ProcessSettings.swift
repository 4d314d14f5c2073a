@preconcurrency import Glibc  // for stdout, which is set before any other thread uses it

/// What every process of ours sets up before anything else.
package enum ProcessSettings {
    /// - A peer that hangs up is an error of that call and not the end of the process.
    /// - As many open files as the system lets us have: each connection is one.
    /// - Lines on standard output appear when they are written, also in a pipe.
    package static func apply() {
        signal(SIGPIPE, SIG_IGN)
        var files = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0 {
            files.rlim_cur = files.rlim_max
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        }
        setvbuf(stdout, nil, _IOLBF, 0)
    }
}
