import Glibc

/// Why a folder cannot be used.
package struct FolderError: Error, Hashable, CustomStringConvertible {
    package let path: String
    /// The system's own words.
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package var description: String { "The folder \(path) cannot be written to: \(reason)." }
}

package enum Folder {
    /// Makes the folder and those above it where they are missing, for its owner alone, and tries to write into it.
    /// - Throws: ``FolderError``.
    package static func makeWritable(_ path: String) throws(FolderError) {
        var made = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/" + part
            if mkdir(made, 0o700) == 0 { continue }
            let code = errno  // also for folders that are there, on a file system that cannot be written to
            var found = stat()
            let isThere = stat(made, &found) == 0
            guard isThere else { throw failure(path, code) }
            guard found.st_mode & S_IFMT == S_IFDIR else { throw failure(path, ENOTDIR) }
        }
        let probe = "\(path)/.writable.\(getpid())"
        let file = open(probe, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure(path, errno) }
        close(file)
        unlink(probe)
    }

    private static func failure(_ path: String, _ code: Int32) -> FolderError {
        FolderError(path: path, reason: String(cString: strerror(code)))
    }
}
