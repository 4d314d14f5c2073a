import Glibc

/// Memory that only the start of a process needed.
package enum StartupMemory {
    /// Lets go of the pages of code, our own and the libraries': the kernel maps those again that are run again. Half of
    /// what an idle service would keep resident is code that only its start runs.
    ///
    /// Only mappings of files that cannot be written to are let go, so nothing is lost.
    /// - Source: madvise(2), `MADV_DONTNEED`; proc_pid_maps(5).
    package static func release() {
        guard let file = fopen("/proc/self/maps", "re") else { return }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 4352)
        while fgets(&line, Int32(line.count), file) != nil {
            let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if let code = codeMapping(text) {
                madvise(UnsafeMutableRawPointer(bitPattern: code.lowerBound), code.count, MADV_DONTNEED)
            }
        }
    }

    /// The addresses of a line like `7f0c2000-7f0c6000 r-xp 00001000 fd:00 1234 /usr/lib/libz.so`; nil when it is not code
    /// of a file.
    static func codeMapping(_ line: String) -> Range<UInt>? {
        let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
        guard fields.count == 6, fields[1] == "r-xp", fields[5].contains("/") else { return nil }
        let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        guard bounds.count == 2, bounds[0] < bounds[1] else { return nil }
        return bounds[0]..<bounds[1]
    }
}
