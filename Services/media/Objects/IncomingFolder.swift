import Crypto
import Glibc
import SQLiteStore

/// A folder for what one instance is in the middle of writing. It is locked for as long as the instance lives; what a
/// dead one has left is cleared away by the next that starts.
final class IncomingFolder: Sendable {
    let path: String
    private let lock: FileLock

    /// - Parameter parent: the folder of all instances.
    /// - Throws: ``ContentStoreError``, `StoreError`.
    init(in parent: String) async throws {
        // One at a time, so that no folder is cleared away between its making and its locking.
        let turn = try await FileLock.acquire(path: parent + "/start") {}
        defer { turn.release() }
        for name in Self.names(in: parent) where name != "start" { try Self.clear("\(parent)/\(name)") }
        path = "\(parent)/\(Hex.encode(RandomBytes.make(16)))"
        guard mkdir(path, 0o700) == 0 else { throw ContentStoreError("mkdir", path) }
        lock = try await FileLock.acquire(path: path + "/lock") {}
    }

    /// Removes a folder, unless its instance lives.
    private static func clear(_ path: String) throws {
        guard unlink(path) != 0 else { return }  // earlier versions had files here, and no folders
        guard let lock = try FileLock.take(path: path + "/lock") else { return }
        defer { lock.release() }
        for name in names(in: path) { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    private static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
