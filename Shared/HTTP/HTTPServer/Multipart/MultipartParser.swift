import Contracts

/// Takes a form with files (`multipart/form-data`) apart while it comes in, however it is cut into chunks.
///
/// It keeps no more than one chunk and the head of one part.
/// - Source: RFC 7578; RFC 2046, section 5.1.
struct MultipartParser: Sendable {
    enum Piece: Hashable, Sendable {
        /// A part begins.
        case part(MultipartPart)
        /// More of its content; never empty.
        case bytes([UInt8])
        /// It is whole.
        case end
    }

    private enum Place {
        /// Before the first part, where nothing counts.
        case preamble
        case content
        /// Behind a boundary: another part's head, or the end of the form.
        case boundary
        case head
        case epilogue
    }

    /// The most bytes of a part's head.
    private static let headLimit = 8192
    /// The most spaces behind a boundary.
    private static let paddingLimit = 256
    private static let lineEnd: [UInt8] = [13, 10]

    private let delimiter: [UInt8]
    private var place = Place.preamble
    /// What has come and is not told; a line end comes first, so that a boundary at the very start is like all others.
    private var rest = lineEnd

    /// - Parameter boundary: as `Content-Type` has it, without the dashes.
    init(boundary: String) {
        delimiter = Self.lineEnd + Array("--\(boundary)".utf8)
    }

    /// Whether the end of the form has come.
    var isComplete: Bool { place == .epilogue }

    /// - Throws: 400 `malformed_form`.
    mutating func read(_ chunk: [UInt8]) throws(Problem) -> [Piece] {
        rest += chunk
        var pieces: [Piece] = []
        while try step(&pieces) {}
        return pieces
    }

    /// - Returns: false when it needs more bytes.
    private mutating func step(_ pieces: inout [Piece]) throws(Problem) -> Bool {
        switch place {
        case .preamble, .content: return readContent(&pieces)
        case .boundary: return try readBoundary()
        case .head: return try readHead(&pieces)
        case .epilogue:
            rest = []
            return false
        }
    }

    private mutating func readContent(_ pieces: inout [Piece]) -> Bool {
        let found = position(of: delimiter)
        // Without a boundary, the last bytes may still be the beginning of one.
        let count = found ?? max(0, rest.count - delimiter.count + 1)
        if place == .content {
            if count > 0 { pieces.append(.bytes(Array(rest.prefix(count)))) }
            if found != nil { pieces.append(.end) }
        }
        rest.removeFirst(found == nil ? count : count + delimiter.count)
        if found != nil { place = .boundary }
        return found != nil
    }

    private mutating func readBoundary() throws(Problem) -> Bool {
        if rest.starts(with: Array("--".utf8)) {
            place = .epilogue
            return true
        }
        let padding = rest.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
        guard padding <= Self.paddingLimit else { throw .malformedForm }
        let behind = rest.dropFirst(padding).prefix(2)
        guard behind.count == 2 else { return false }
        guard behind.elementsEqual(Self.lineEnd) else { throw .malformedForm }
        rest.removeFirst(padding)  // the line end stays: a head without lines ends with it
        place = .head
        return true
    }

    private mutating func readHead(_ pieces: inout [Piece]) throws(Problem) -> Bool {
        guard let end = position(of: Self.lineEnd + Self.lineEnd) else {
            guard rest.count <= Self.headLimit else { throw .malformedForm }
            return false
        }
        guard end <= Self.headLimit else { throw .malformedForm }
        let head = String(decoding: rest.prefix(end), as: UTF8.self)
        rest.removeFirst(end + 4)
        pieces.append(.part(MultipartPart(head: head)))
        place = .content
        return true
    }

    private func position(of needle: [UInt8]) -> Int? {
        var place = 0
        while let start = rest[place...].firstIndex(of: needle[0]) {
            if rest[start...].starts(with: needle) { return start }
            place = start + 1
        }
        return nil
    }
}

extension Problem {
    static let malformedForm = Problem(400, "malformed_form", "The body is no multipart/form-data.")
}
