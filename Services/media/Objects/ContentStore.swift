import Crypto
import Glibc
import Runtime

/// Files by the hash of their bytes: equal files are kept once, and a file, once there, never changes.
struct ContentStore: Sendable {
    private let folder: String
    private let incoming: String
    /// Flushing to disk blocks.
    private let disk = BlockingQueue("content store", width: 4)

    /// Makes the folders and removes what an earlier run was in the middle of.
    /// - Throws: ``ContentStoreError``.
    init(folder: String) throws(ContentStoreError) {
        self.folder = folder
        incoming = folder + "/incoming"
        for path in [folder, incoming] {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw ContentStoreError("mkdir", path) }
        }
        for name in Self.names(in: incoming) { unlink("\(incoming)/\(name)") }
    }

    /// A file that is being written; unless it is kept, nothing of it stays.
    func begin() throws(ContentStoreError) -> IncomingFile {
        try IncomingFile(path: "\(incoming)/\(Hex.encode(RandomBytes.make(16)))")
    }

    /// Puts a written file where its hash says, durably.
    func keep(_ file: consuming IncomingFile) async throws -> StoredContent {
        let content = file.content
        let path = path(of: content.sha256)
        let (source, descriptor) = file.release()
        try await disk.run {
            defer { close(descriptor) }
            guard fsync(descriptor) == 0 else { throw ContentStoreError("fsync", source) }
            let parent = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))
            guard mkdir(parent, 0o700) == 0 || errno == EEXIST else { throw ContentStoreError("mkdir", parent) }
            guard rename(source, path) == 0 else { throw ContentStoreError("rename", path) }
            let directory = open(parent, O_RDONLY | O_DIRECTORY)
            defer { close(directory) }
            guard directory >= 0, fsync(directory) == 0 else { throw ContentStoreError("fsync", parent) }
        }
        return content
    }

    /// Two hexadecimal digits make a folder, so that none grows too large.
    func path(of sha256: String) -> String {
        "\(folder)/\(sha256.prefix(2))/\(sha256)"
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

/// What is known of bytes that were stored.
struct StoredContent: Hashable, Sendable {
    let sha256: String
    let size: Int
}

/// The file system refused.
struct ContentStoreError: Error, Hashable, CustomStringConvertible {
    let function: String
    let path: String
    let code: Int32

    init(_ function: String, _ path: String) {
        self.function = function
        self.path = path
        code = errno
    }

    var description: String { "\(function) \(path): \(String(cString: strerror(code)))" }
}
