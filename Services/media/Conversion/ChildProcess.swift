import CSpawn
import Glibc
import Runtime
import Synchronization

/// A program that works for one of our tasks, with bounds on what it may use; it is killed when the task is cancelled.
final class ChildProcess: Sendable {
    struct Limits: Sendable {
        /// Of its address space, in MiB.
        var memory: Int
        /// Of each file that it writes, in MiB.
        var output: Int
        /// Of processor time, and of time.
        var time: Duration
    }

    enum End: Hashable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
        /// Killed because its time was over.
        case late
    }

    private static let waiting = BlockingQueue("children", width: 4)

    private let id: pid_t
    private let errors: Int32
    /// Whether its id may have been given to another process.
    private let isReaped = Mutex(false)

    /// Runs a program to its end. It gets no input, no environment and none of our open files.
    /// - Parameter path: of the program; no shell reads the arguments.
    /// - Returns: how it ended, and the first of what it wrote as errors.
    /// - Throws: ``ChildProcessError``; `CancellationError` when it was killed for that.
    static func run(
        _ path: String,
        _ arguments: [String],
        limits: Limits
    ) async throws -> (end: End, errors: String) {
        let child = try ChildProcess(path, arguments, limits)
        let end = try await withThrowingTaskGroup(of: End?.self) { group in
            group.addTask { try await waiting.run { child.wait() } }
            group.addTask {
                defer { child.kill() }  // also when cancelled
                try? await Task.sleep(for: limits.time)
                return Task.isCancelled ? nil : .late
            }
            var end: End?
            while let next = try await group.next() {
                // What ended it comes first: being late, or the end itself.
                if end == nil { end = next }
                if next != .late { group.cancelAll() }
            }
            return end
        }
        try Task.checkCancellation()
        return (end ?? .late, child.firstErrors())
    }

    private init(_ path: String, _ arguments: [String], _ limits: Limits) throws(ChildProcessError) {
        var ends: [Int32] = [0, 0]
        // The child must not wait for us to read: what does not fit into the pipe is lost.
        guard cspawn_pipe(&ends, O_CLOEXEC | O_NONBLOCK) == 0 else { throw ChildProcessError("pipe") }
        errors = ends[0]
        defer { close(ends[1]) }
        do {
            id = try Self.spawn(["/bin/sh", "-c", Self.limiting, "sh"] + limits.texts + [path] + arguments, ends[1])
        } catch {
            close(ends[0])
            throw error
        }
    }

    deinit { close(errors) }

    /// Sets the limits from inside, before the program begins: `ulimit -v` takes KiB, `-t` seconds, `-f` 512 bytes.
    private static let limiting = """
        ulimit -c 0 && ulimit -v "$1" && ulimit -t "$2" && ulimit -f "$3" && shift 3 && exec "$@"
        """

    private static func spawn(_ command: [String], _ errors: Int32) throws(ChildProcessError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, errors, 2)
        cspawn_close_from(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        // A group of its own: what a terminal sends to us is not for it.
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        var arguments = command.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = [nil]
        defer { for text in arguments { free(text) } }
        var id = pid_t()
        let code = posix_spawn(&id, command[0], &actions, &attributes, &arguments, &environment)
        guard code == 0 else { throw ChildProcessError("posix_spawn", code: code) }
        return id
    }

    /// Blocks until it has ended. Its id stays taken until that is written down, so that no signal goes astray.
    private func wait() -> End {
        var info = siginfo_t()
        while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
        var status: Int32 = 0
        isReaped.withLock { isReaped in
            waitpid(id, &status, 0)
            isReaped = true
        }
        let signal = status & 0x7f
        return signal == 0 ? .exited((status >> 8) & 0xff) : .killed(signal: signal)
    }

    private func kill() {
        isReaped.withLock { isReaped in
            if !isReaped { _ = Glibc.kill(-id, SIGKILL) }
        }
    }

    private func firstErrors() -> String {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = read(errors, &bytes, bytes.count)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}

extension ChildProcess.Limits {
    fileprivate var texts: [String] {
        ["\(memory * 1024)", "\(max(1, Int(time / .seconds(1))))", "\(output * 2048)"]
    }
}

/// Why a program could not be started.
struct ChildProcessError: Error, Hashable, CustomStringConvertible {
    let function: String
    let code: Int32

    init(_ function: String, code: Int32 = errno) {
        self.function = function
        self.code = code
    }

    var description: String { "\(function): \(String(cString: strerror(code)))" }
}
