/// Reads a CSV whose first row names the columns, piece by piece, in memory bounded by one row.
///
/// RFC 4180 with some lenience: any line ends, a byte order mark, `;` or tab between fields when the header says so.
package struct CSVTable: ~Copyable {
    /// The names in the header, trimmed and in lower case; empty until it has been read.
    package private(set) var columns: [String] = []
    /// Rows read so far, the header not counted.
    package private(set) var count = 0

    private var parser: CSVParser
    private var began = false

    /// - Parameter fallback: what fields that are not UTF-8 are read as; nil marks their row instead.
    package init(fallback: CSVFallback? = nil) {
        parser = CSVParser(fallback: fallback)
    }

    /// Reads on.
    /// - Returns: the rows that are whole now.
    /// - Throws: ``CSVError`` when a row or a field is over its limit or has no sense.
    package mutating func feed(_ bytes: [UInt8]) throws(CSVError) -> [CSVRow] {
        guard began else { return try begin(with: bytes) }
        return try take(parser.feed(bytes))
    }

    /// Says that nothing follows.
    /// - Returns: a last row that had no line end.
    package mutating func finish() throws(CSVError) -> [CSVRow] {
        try take(parser.finish())
    }

    private mutating func begin(with bytes: [UInt8]) throws(CSVError) -> [CSVRow] {
        began = true
        guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else { throw .wide }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
        let header = text.prefix { $0 != UInt8(ascii: "\n") }
        if !header.contains(UInt8(ascii: ",")) {
            parser.delimiter =
                [UInt8(ascii: ";"), UInt8(ascii: "\t")].first(where: header.contains) ?? UInt8(ascii: ",")
        }
        return try take(parser.feed(text))
    }

    private mutating func take(_ rows: [CSVParser.Row]) throws(CSVError) -> [CSVRow] {
        var rows = rows[...]
        if columns.isEmpty, let header = rows.popFirst() {
            columns = header.fields.map { field in
                String(field.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()).lowercased()
            }
            guard columns.contains(where: { !$0.isEmpty }) else { throw .noHeader }
        }
        return rows.map { row in
            count += 1
            return CSVRow(number: count, columns: columns, fields: row.fields, isText: row.isText)
        }
    }
}

/// One row of a CSV, read by the names of its columns.
package struct CSVRow: Sendable {
    /// Counted from 1, the header not counted.
    package let number: Int
    /// False when a field is not UTF-8; such bytes were replaced.
    package let isText: Bool
    private let columns: [String]
    private let fields: [String]

    init(number: Int, columns: [String], fields: [String], isText: Bool) {
        self.number = number
        self.columns = columns
        self.fields = fields
        self.isText = isText
    }

    /// The field of the first of the named columns that the table has; nil when it is empty.
    package subscript(_ names: String...) -> String? { self[names] }

    /// The field of the first of the named columns that the table has; nil when it is empty.
    package subscript(_ names: [String]) -> String? {
        for name in names {
            guard let index = columns.firstIndex(of: name) else { continue }
            return index < fields.count && !fields[index].isEmpty ? fields[index] : nil
        }
        return nil
    }
}

/// Why a CSV cannot be read on.
package enum CSVError: Error, Hashable, Sendable {
    case noHeader
    /// It is UTF-16, as its first bytes say.
    case wide
    /// A field is over ``CSVParser/fieldLimit``, or a row has over ``CSVParser/columnLimit`` fields; it began in this row.
    case tooLarge(row: Int)
    case malformed(row: Int)
}
