import Contracts

/// Cuts a body into lines of JSON, in memory bounded by one line.
struct NDJSONLines {
    /// Bytes in one line.
    static let limit = 64 * 1024

    /// A line that holds something.
    struct Line {
        /// Counted from 1, empty lines too.
        let number: Int
        let bytes: [UInt8]
    }

    private var rest: [UInt8] = []
    private var count = 0

    /// - Throws: 422 `ndjson_malformed` when a line is over its limit.
    mutating func feed(_ bytes: [UInt8]) throws(Problem) -> [Line] {
        var lines: [Line] = []
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            rest += bytes[start..<end]
            if let line = try take() { lines.append(line) }
            start = end + 1
        }
        rest += bytes[start...]
        try checkLength()
        return lines
    }

    /// - Returns: a last line without an end.
    mutating func finish() throws(Problem) -> Line? {
        rest.isEmpty ? nil : try take()
    }

    private mutating func take() throws(Problem) -> Line? {
        try checkLength()
        count += 1
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let line = count == 1 && rest.starts(with: mark) ? Array(rest.dropFirst(mark.count)) : rest
        rest.removeAll(keepingCapacity: true)
        let isBlank = line.allSatisfy {
            $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r")
        }
        return isBlank ? nil : Line(number: count, bytes: line)
    }

    private func checkLength() throws(Problem) {
        guard rest.count <= Self.limit else {
            throw Problem(422, "ndjson_malformed", "Line \(count + 1) has over \(Self.limit) bytes. Nothing was taken.")
        }
    }
}
