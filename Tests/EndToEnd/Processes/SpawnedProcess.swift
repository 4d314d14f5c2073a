import Foundation
import Glibc
import Synchronization
import TestPeers

/// A program that runs beside the test.
final class SpawnedProcess: Sendable {
    enum End: Hashable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    let id: pid_t
    private let state = Mutex(State())

    private struct State {
        var end: End?
        var waiting: [CheckedContinuation<End, Never>] = []
    }

    /// - Parameter group: to join; 0 to lead a new one.
    /// - Throws: ``SpawnError``.
    init(_ start: ProcessStart, group: pid_t) throws {
        id = try Self.spawn(start, group: group)
        let thread = Thread { [self] in reap() }
        thread.stackSize = 64 * 1024
        thread.start()
    }

    var isRunning: Bool { state.withLock { $0.end == nil } }

    /// How it ended, once it has.
    var end: End {
        get async {
            await withCheckedContinuation { continuation in
                let end = state.withLock { state in
                    if state.end == nil { state.waiting.append(continuation) }
                    return state.end
                }
                if let end { continuation.resume(returning: end) }
            }
        }
    }

    /// Does nothing when it has ended.
    func signal(_ number: Int32) {
        state.withLock { state in
            if state.end == nil { _ = kill(id, number) }
        }
    }

    /// Waits on a thread of its own. The id stays taken until the end is written down, so that no signal can go astray.
    private func reap() {
        var info = siginfo_t()
        while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        let (end, waiting) = state.withLock { state in
            var status: Int32 = 0
            waitpid(id, &status, 0)
            let signal = status & 0x7F
            let end: End = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
            state.end = end
            defer { state.waiting = [] }
            return (end, state.waiting)
        }
        for continuation in waiting { continuation.resume(returning: end) }
    }

    private static func spawn(_ start: ProcessStart, group: pid_t) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input = start.standardInput {
            posix_spawn_file_actions_adddup2(&actions, input.raw, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        for (target, path) in [(Int32(1), start.output), (2, start.errors)] {
            let flags = O_WRONLY | O_CREAT | O_APPEND
            posix_spawn_file_actions_addopen(&actions, target, path ?? "/dev/null", flags, 0o600)
        }
        keepOwnFiles()
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        prepare(&attributes, group: group)
        var arguments = ([start.path] + start.arguments).map { strdup($0) } + [nil]
        var variables = start.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var id = pid_t()
        let code = posix_spawn(&id, start.path, &actions, &attributes, &arguments, &variables)
        guard code == 0 else { throw SpawnError(call: "posix_spawn \(start.path)", code: code) }
        return id
    }

    /// Not every library opens its files so that they stay here.
    private static func keepOwnFiles() {
        for file in Int32(3)..<1024 { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
    }

    /// Its own group, and signals as a shell would leave them.
    private static func prepare(_ attributes: inout posix_spawnattr_t, group: pid_t) {
        posix_spawnattr_setpgroup(&attributes, group)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }
}
