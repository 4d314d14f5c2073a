import Glibc
import TestPeers

extension FileDescriptor {
    /// - Throws: ``SpawnError``.
    static func pipe() throws -> (read: FileDescriptor, write: FileDescriptor) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else { throw SpawnError(call: "pipe", code: errno) }
        return (FileDescriptor(ends[0]), FileDescriptor(ends[1]))
    }
}
