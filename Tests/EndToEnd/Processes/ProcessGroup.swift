import Glibc
import TestPeers

/// A process group that ends with this process, whatever ends it: its leader reads a pipe of ours, and when the pipe
/// closes, it kills the whole group.
final class ProcessGroup: Sendable {
    private let leader: SpawnedProcess
    private let pipe: FileDescriptor

    /// - Throws: ``SpawnError``.
    init() throws {
        let ends = try FileDescriptor.pipe()
        pipe = ends.write
        var start = ProcessStart("/bin/sh", ["-c", "trap '' INT TERM HUP; read line; kill -KILL 0"])
        start.standardInput = ends.read
        leader = try SpawnedProcess(start, group: 0)
    }

    deinit { pipe.close() }

    /// Starts a program in the group.
    func spawn(_ start: ProcessStart) throws -> SpawnedProcess {
        try SpawnedProcess(start, group: leader.id)
    }

    /// Kills all that are in the group.
    func end() async {
        pipe.close()
        _ = await leader.end
    }
}

/// A program to start.
struct ProcessStart: Sendable {
    var path: String
    var arguments: [String]
    /// Nothing else of our environment is handed on.
    var environment: [String: String] = [:]
    /// Files to append to; nil for `/dev/null`.
    var output: String?
    var errors: String?
    var standardInput: FileDescriptor?

    init(_ path: String, _ arguments: [String] = []) {
        self.path = path
        self.arguments = arguments
    }
}

/// Why a program could not be started: an errno of posix_spawn, pipe or bind.
struct SpawnError: Error, CustomStringConvertible {
    let call: String
    let code: Int32

    var description: String { "\(call): \(String(cString: strerror(code)))" }
}
