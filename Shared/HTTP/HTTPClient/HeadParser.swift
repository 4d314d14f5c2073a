/// Reads the head of an answer line by line, skipping interim (1xx) heads.
struct HeadParser {
    /// The longest head, in bytes.
    static let limit = 64 * 1024

    private var status = 0
    private var headers: [(name: String, value: String)] = []
    private var size = 0

    enum Step {
        case more, tooLarge
        case done(HTTPClientHead)
    }

    /// - Parameter line: with its line end.
    mutating func read(_ line: UnsafeRawBufferPointer) -> Step {
        size += line.count
        guard size <= Self.limit else { return .tooLarge }
        let text = line.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        guard !text.isEmpty else { return end() }
        if status == 0 {
            status =
                Int(String(decoding: text.split(separator: UInt8(ascii: " ")).dropFirst().first ?? [], as: UTF8.self))
                ?? 0
        } else if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
            let name = String(decoding: text[..<colon], as: UTF8.self).lowercased()
            headers.append((name, Self.trimmed(text[(colon + 1)...])))
        }
        return .more
    }

    private mutating func end() -> Step {
        let head = HTTPClientHead(status: status, headers: headers)
        self = HeadParser()
        return (100..<200).contains(head.status) ? .more : .done(head)
    }

    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        let isSpace: (UInt8) -> Bool = { $0 == 32 || $0 == 9 }
        let rest = bytes.drop(while: isSpace)
        let end = rest.lastIndex { !isSpace($0) }.map { rest.index(after: $0) } ?? rest.startIndex
        return String(decoding: rest[..<end], as: UTF8.self)
    }
}
