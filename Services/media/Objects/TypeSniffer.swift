import CMagic
import Runtime

/// Tells the type of a file from its bytes.
///
/// libmagic's handle is not thread-safe: all calls are made on one thread, which also owns the handle.
final class TypeSniffer: Sendable {
    private let queue = BlockingQueue("libmagic")

    /// The database is read when the first file comes, as an idle service should be small.
    private struct Handle: ~Copyable {
        private let cookie: magic_t

        init?() {
            guard let cookie = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR | MAGIC_NO_CHECK_COMPRESS) else { return nil }
            guard magic_load(cookie, nil) == 0 else {
                magic_close(cookie)
                return nil
            }
            self.cookie = cookie
        }

        deinit { magic_close(cookie) }

        func type(of path: String) -> String? {
            magic_file(cookie, path).map { String(cString: $0) }
        }
    }

    /// The media type to serve a file as: what its bytes say, unless they say little and the sender says more.
    /// - Parameter declared: as the sender has it.
    func type(of path: String, declared: String?) async -> String {
        let sniffed = try? await queue.run { Handle()?.type(of: path) }
        return Self.choose(sniffed: sniffed ?? "application/octet-stream", declared: declared)
    }

    static func choose(sniffed: String, declared: String?) -> String {
        guard let declared, let essence = essence(declared) else { return sniffed }
        if essence == sniffed { return declared }
        let saysLittle = vague.contains(sniffed) || vague.contains { sniffed.hasPrefix($0 + ";") }
        guard saysLittle, !active.contains(essence) else { return sniffed }
        return declared
    }

    /// `image/png` of `Image/PNG; a=b`; nil when it is no type.
    static func essence(_ type: String) -> String? {
        let essence = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        return essence.contains("/") ? essence : nil
    }

    /// Types that many kinds of files look like.
    private static let vague: Set = [
        "application/octet-stream", "application/zip", "application/ogg", "audio/ogg", "video/ogg", "text/plain",
        "application/x-ole-storage", "inode/x-empty",
    ]

    /// Types that browsers run; never taken on the sender's word.
    private static let active: Set = [
        "text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml", "text/javascript",
        "application/javascript",
    ]
}
