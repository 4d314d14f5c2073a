import CPostgres
import Store

/// The values of one call as the server takes them: in binary where both sides mean the same type, else as text.
struct PostgresArguments {
    private var bytes: [UInt8] = []
    /// Where each value begins in `bytes`; nil is NULL.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// - Parameter types: what the server takes each value for.
    /// - Throws: ``StoreError/argument(_:)``.
    init(_ arguments: [any SQLBindable], as types: [PostgresType], of name: String) throws(StoreError) {
        guard arguments.count == types.count else {
            throw .argument("statement \(name) takes \(types.count) values and was given \(arguments.count)")
        }
        for (argument, type) in zip(arguments, types) {
            guard add(argument.sqlValue, as: type) else {
                let problem = Self.problem(argument.sqlValue, type)
                throw .argument("value \(starts.count + 1) of statement \(name) \(problem)")
            }
        }
    }

    func withPointers(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?, [Int32], [Int32]) -> Int32
    ) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            // An empty value points at the one byte that is always there: a null pointer would mean NULL.
            let base = buffer.bindMemory(to: CChar.self).baseAddress
            let pointers = starts.map { start in start.flatMap { start in base.map { $0 + start } } }
            return pointers.withUnsafeBufferPointer { body($0.baseAddress, lengths, formats) }
        }
    }

    private mutating func add(_ value: SQLValue, as type: PostgresType) -> Bool {
        switch (value, type) {
        case (.null, _):
            starts.append(nil)
            lengths.append(0)
            formats.append(1)
        case (.integer(let integer), .int8): addBigEndian(integer)
        case (.integer(let integer), .int4):
            guard let small = Int32(exactly: integer) else { return false }
            addBigEndian(small)
        case (.integer(let integer), .int2):
            guard let small = Int16(exactly: integer) else { return false }
            addBigEndian(small)
        case (.integer(let integer), .float8): addBigEndian(Double(integer).bitPattern)
        case (.integer(let integer), .bool): addBinary(CollectionOfOne(integer == 0 ? 0 : 1))
        case (.integer(let integer), _) where type != .bytes: addText("\(integer)")
        case (.real(let real), .float8): addBigEndian(real.bitPattern)
        case (.real(let real), _) where type != .bytes: addText("\(real)")
        case (.text(let text), _) where type != .bytes && !text.utf8.contains(0):
            type == .text ? addBinary(text.utf8) : addText(text)
        case (.blob(let blob), .bytes): addBinary(blob)
        default: return false
        }
        return true
    }

    private static func problem(_ value: SQLValue, _ type: PostgresType) -> String {
        switch (value, type) {
        case (.text, _) where type != .bytes: "is a text with a NUL byte, which PostgreSQL cannot keep"
        case (.integer, .int2), (.integer, .int4):
            "is too large for the 32 bits that PostgreSQL takes it for: write CAST(? AS INTEGER)"
        default: "is \(value.kind) where PostgreSQL takes \(type)"
        }
    }

    private mutating func addBigEndian(_ integer: some FixedWidthInteger) {
        withUnsafeBytes(of: integer.bigEndian) { addBinary($0) }
    }

    private mutating func addBinary(_ value: some Collection<UInt8>) {
        add(value, format: 1)
    }

    private mutating func addText(_ text: String) {
        add(text.utf8, format: 0)
    }

    private mutating func add(_ value: some Collection<UInt8>, format: Int32) {
        starts.append(bytes.count)
        lengths.append(Int32(truncatingIfNeeded: value.count))
        formats.append(format)
        bytes.append(contentsOf: value)
        bytes.append(0)
    }
}
