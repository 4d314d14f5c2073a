/// The part of a file that a caller asks for.
enum ByteRange: Equatable {
    /// All of it: no range was asked for, several were, or none that can be read.
    case whole
    /// Never empty.
    case part(Range<Int>)
    /// It begins past the end.
    case unsatisfiable

    /// - Parameters:
    ///   - header: the value of `Range`: `bytes=0-99`, `bytes=100-`, `bytes=-100`.
    ///   - size: of the file, in bytes.
    /// - Source: RFC 9110, section 14.
    init(_ header: String?, of size: Int) {
        self = .whole
        guard let header, header.lowercased().hasPrefix("bytes=") else { return }
        let bounds = header.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, !header.contains(",") else { return }
        let texts = bounds.map { $0.filter { $0 != " " } }
        guard texts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else { return }
        switch (texts[0].isEmpty, texts[1].isEmpty) {
        case (true, true): return
        case (true, false): self = Self.last(Int(texts[1]) ?? .max, of: size)
        case (false, true): self = Self.from(Int(texts[0]) ?? .max, to: .max, of: size)
        case (false, false): self = Self.from(Int(texts[0]) ?? .max, to: Int(texts[1]) ?? .max, of: size)
        }
    }

    private static func last(_ count: Int, of size: Int) -> ByteRange {
        count > 0 && size > 0 ? .part(max(size - count, 0)..<size) : .unsatisfiable
    }

    private static func from(_ first: Int, to last: Int, of size: Int) -> ByteRange {
        if last < first { return .whole }
        return first < size ? .part(first..<min(last, size - 1) + 1) : .unsatisfiable
    }
}
