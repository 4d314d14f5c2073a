private import CCSV

/// Owns a parser of libcsv and collects what it calls back with.
struct CSVParser: ~Copyable {
    struct Row {
        var fields: [String] = []
        var isText = true
    }

    /// Bytes in one field.
    static let fieldLimit = 64 * 1024
    /// Fields in one row.
    static let columnLimit = 256

    private let handle: UnsafeMutablePointer<csv_parser>
    private let collected = Collected()

    var delimiter: UInt8 {
        get { csv_get_delim(handle) }
        nonmutating set { csv_set_delim(handle, newValue) }
    }

    /// What fields that are not UTF-8 are read as; nil marks their row instead.
    init(fallback: CSVFallback?) {
        collected.fallback = fallback
        handle = .allocate(capacity: 1)
        // csv_init fails on a null pointer only.
        csv_init(handle, 0)
    }

    deinit {
        csv_free(handle)
        handle.deallocate()
    }

    mutating func feed(_ bytes: [UInt8]) throws(CSVError) -> [Row] {
        let context = Unmanaged.passUnretained(collected).toOpaque()
        let read = bytes.withUnsafeBytes {
            csv_parse(handle, $0.baseAddress, $0.count, collectField, collectRow, context)
        }
        guard read == bytes.count else { throw .malformed(row: collected.total) }
        return try harvest()
    }

    mutating func finish() throws(CSVError) -> [Row] {
        csv_fini(handle, collectField, collectRow, Unmanaged.passUnretained(collected).toOpaque())
        return try harvest()
    }

    private func harvest() throws(CSVError) -> [Row] {
        defer { collected.rows = [] }
        if let row = collected.overflow { throw .tooLarge(row: row) }
        guard csv_get_buffer_size(handle) <= 2 * Self.fieldLimit else { throw .tooLarge(row: collected.total) }
        return collected.rows
    }
}

/// What libcsv has called back with since the last harvest. libcsv calls only inside `csv_parse` and `csv_fini`.
private final class Collected {
    var rows: [CSVParser.Row] = []
    var row = CSVParser.Row()
    /// Whole rows so far, which is the number of the row that is being read, as the header is row 0.
    var total = 0
    /// The row in which a limit was passed.
    var overflow: Int?
    var fallback: CSVFallback?
}

private func collectField(_ text: UnsafeMutableRawPointer?, _ count: Int, _ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    let collected = Unmanaged<Collected>.fromOpaque(context).takeUnretainedValue()
    guard count <= CSVParser.fieldLimit, collected.row.fields.count < CSVParser.columnLimit else {
        collected.overflow = collected.overflow ?? collected.total
        return
    }
    let bytes = UnsafeRawBufferPointer(start: text, count: count)
    if let field = String(validating: bytes, as: UTF8.self) {
        collected.row.fields.append(field)
    } else if let fallback = collected.fallback {
        collected.row.fields.append(fallback.text(bytes))
    } else {
        collected.row.isText = false
        collected.row.fields.append(String(decoding: bytes, as: UTF8.self))
    }
}

private func collectRow(_ end: Int32, _ context: UnsafeMutableRawPointer?) {
    guard let context else { return }
    let collected = Unmanaged<Collected>.fromOpaque(context).takeUnretainedValue()
    collected.rows.append(collected.row)
    collected.row = CSVParser.Row()
    collected.total += 1
}
