import Crypto
import Glibc
import Runtime

/// Files by the hash of their bytes: equal files are kept once, and a file, once there, never changes.
struct ContentStore: Sendable {
    private let folder: String
    private let incoming: IncomingFolder
    /// Flushing to disk blocks.
    private let disk = BlockingQueue("content store", width: 4)

    /// Makes the folders and removes what instances that are no more were in the middle of.
    /// - Throws: ``ContentStoreError``, `StoreError`.
    init(folder: String) async throws {
        self.folder = folder
        let parent = folder + "/incoming"
        for path in [folder, parent] {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw ContentStoreError("mkdir", path) }
        }
        incoming = try await IncomingFolder(in: parent)
    }

    /// A file that is being written; unless it is kept, nothing of it stays.
    func begin() throws(ContentStoreError) -> IncomingFile {
        try IncomingFile(path: scratch())
    }

    /// A path where nothing is yet, for another program to write to; what is left there goes with the next start.
    func scratch() -> String {
        "\(incoming.path)/\(Hex.encode(RandomBytes.make(16)))"
    }

    /// A file with the bytes of another, ready to be kept.
    func begin(copying path: String) throws(ContentStoreError) -> IncomingFile {
        var file = try begin()
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ContentStoreError("open", path) }
        defer { close(descriptor) }
        var buffer = [UInt8](repeating: 0, count: 256 * 1024)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw ContentStoreError("read", path) }
            guard count > 0 else { return file }
            try file.append(Array(buffer.prefix(count)))
        }
    }

    /// Puts a written file where its hash says, durably.
    func keep(_ file: consuming IncomingFile) async throws -> StoredContent {
        let content = file.content
        let path = path(of: content.sha256)
        let (source, descriptor) = file.release()
        try await disk.run {
            defer { close(descriptor) }
            guard fsync(descriptor) == 0 else { throw ContentStoreError("fsync", source) }
            let parent = folder(of: content.sha256)
            guard mkdir(parent, 0o700) == 0 || errno == EEXIST else { throw ContentStoreError("mkdir", parent) }
            guard rename(source, path) == 0 else { throw ContentStoreError("rename", path) }
            let directory = open(parent, O_RDONLY | O_DIRECTORY)
            defer { close(directory) }
            guard directory >= 0, fsync(directory) == 0 else { throw ContentStoreError("fsync", parent) }
        }
        return content
    }

    /// Removes files, durably; those that are not there are gone already.
    func remove(_ hashes: [String]) async throws {
        guard !hashes.isEmpty else { return }
        try await disk.run {
            for path in hashes.map(path(of:)) {
                guard unlink(path) == 0 || errno == ENOENT else { throw ContentStoreError("unlink", path) }
            }
            for parent in Set(hashes.map { folder(of: $0) }) {
                let directory = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
                guard directory >= 0 else { continue }  // there never was one
                defer { close(directory) }
                guard fsync(directory) == 0 else { throw ContentStoreError("fsync", parent) }
            }
        }
    }

    /// Two hexadecimal digits make a folder, so that none grows too large.
    func path(of sha256: String) -> String {
        "\(folder(of: sha256))/\(sha256)"
    }

    private func folder(of sha256: String) -> String {
        "\(folder)/\(sha256.prefix(2))"
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
