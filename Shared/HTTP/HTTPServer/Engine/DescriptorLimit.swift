import Glibc

/// How many sockets and files the process may have open.
enum DescriptorLimit {
    /// Raises the soft limit to the hard one: systemd starts services with 1024, which is few for browsers that stay.
    static func raise() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
